import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { openWatchedGround, type Spent, type WatchedGround } from './pipeline/ground.ts';
import { openPipeline, type Pipeline } from './pipeline/product.ts';
import { openRawLoop, type RawLoop } from './pipeline/raw-loop.ts';
import { ALL_ROUNDS, inParallel, interleaved, quantile, rateOf } from './rounds.ts';
import { type Row, row, type Suite } from './row.ts';

/** From an HTTP request to the state of the last consumer, through all five services. */
export const suite: Suite = async (progress) => {
  const [ground, rawGround] = [await openWatchedGround(), await openWatchedGround()];
  const [pipeline, raw] = [await openPipeline(ground, TENANT_IDS), await openRawLoop(rawGround)];
  try {
    progress('pipeline throughput …');
    const changes = await changeRates({ ground, pipeline, rawGround, raw });
    progress('pipeline latency …');
    const latencies = await latenciesOf(ground, pipeline);
    // Last, since the list of tenants grows with them, and with it the cost of a change.
    progress('pipeline enrolments …');
    const enrolments = await interleaved([pipeline], () => enrolRate(ground, pipeline));
    return [
      row(`pipeline enrolments, ${IN_FLIGHT} in flight`, enrolments.get(pipeline) ?? Number.NaN, '/s'),
      row(`pipeline changes, ${IN_FLIGHT} in flight`, changes.product, '/s', {
        name: 'node:http and the same SDK calls',
        value: changes.raw,
      }),
      ...perEvent(changes.spent),
      row(`pipeline latency p50, ${A_SECOND} a second`, quantile(latencies, 0.5), 'ms'),
      row(`pipeline latency p99, ${A_SECOND} a second`, quantile(latencies, 0.99), 'ms'),
    ];
  } finally {
    await raw.close();
    await pipeline.close();
    await Promise.all([ground.close(), rawGround.close()]);
  }
};

const IN_FLIGHT = 32;
const EVENTS = 96;
/** Rounds before those that count, and the number of the first, which no other has. */
const WARM_UP = 8;
const FIRST = 1_000;
const A_SECOND = 20;
const SAMPLES = 200;

/** For the changes, for the latencies, and for every round of enrolments. */
const TENANT_IDS = Array.from({ length: EVENTS * (2 + ALL_ROUNDS) }, () => randomUUID());
const unused = TENANT_IDS.values();

function unusedId(): string {
  const { value } = unused.next();
  if (!value) throw new RangeError('Every tenant of the cloud is enrolled.');
  return value;
}

const TENANT = {
  name: 'Contoso',
  region: 'westeurope',
  timeZone: 'Europe/Berlin',
  dataResidency: 'EU',
  operators: [{ entraTenantId: '00000000-0000-4000-8000-000000000001' }],
};

async function enrol({ arrival }: WatchedGround, { ask }: Pipeline, tenantId: string): Promise<string> {
  const arrived = arrival(tenantId);
  const response = await ask('POST', '', { ...TENANT, entraTenantId: tenantId });
  await arrived;
  return response.headers.get('etag') ?? '';
}

async function enrolRate(ground: WatchedGround, pipeline: Pipeline): Promise<number> {
  await ground.rest();
  return rateOf(EVENTS, () => inParallel(EVENTS, IN_FLIGHT, () => enrol(ground, pipeline, unusedId())));
}

interface Both {
  readonly ground: WatchedGround;
  readonly pipeline: Pipeline;
  readonly rawGround: WatchedGround;
  readonly raw: RawLoop;
}

/** Changes of tenants that are there: the product and the raw loop by turns. */
async function changeRates({ ground, pipeline, rawGround, raw }: Both) {
  const tenants = await enrolled(ground, pipeline);
  let changes = 0;
  const product = (number: number) => async (index: number) => {
    const tenant = tenants[index];
    if (!tenant) throw new RangeError('More changes than tenants.');
    changes++;
    await change(ground, pipeline, tenant, `Contoso ${number}`);
  };
  const loop = (number: number) => async (index: number) => {
    const tenantId = tenants[index]?.tenantId ?? '';
    const arrived = rawGround.arrival(tenantId);
    await raw.change(tenantId, number);
    await arrived;
  };
  const subjects = [product, loop];
  // The two share this process, so each waits for the other's end as well.
  const atRest = () => Promise.all([ground.rest(), rawGround.rest()]);
  // Five bundles are compiled while they run, each with SDKs of its own: until then they are slower than they stay.
  for (let round = 0; round < WARM_UP; round++)
    for (const subject of subjects) await inParallel(EVENTS, IN_FLIGHT, subject(FIRST + round));
  await atRest();
  const before = ground.spent;
  changes = 0;
  const rates = await interleaved(subjects, async (subject, round) => {
    await atRest();
    return rateOf(EVENTS, () => inParallel(EVENTS, IN_FLIGHT, subject(round)));
  });
  await atRest();
  const spent = spentPerEvent(before, ground.spent, changes);
  return { product: rates.get(product) ?? Number.NaN, raw: rates.get(loop) ?? Number.NaN, spent };
}

interface EnrolledTenant {
  readonly tenantId: string;
  etag: string;
}

async function enrolled(ground: WatchedGround, pipeline: Pipeline): Promise<EnrolledTenant[]> {
  const tenants = Array.from({ length: EVENTS }, () => ({ tenantId: unusedId(), etag: '' }));
  await inParallel(EVENTS, IN_FLIGHT, async (index) => {
    const tenant = tenants[index];
    if (tenant) tenant.etag = await enrol(ground, pipeline, tenant.tenantId);
  });
  return tenants;
}

async function change({ arrival }: WatchedGround, { ask }: Pipeline, tenant: EnrolledTenant, name: string) {
  const arrived = arrival(tenant.tenantId);
  const response = await ask('PATCH', `/${tenant.tenantId}`, { name }, { 'if-match': tenant.etag });
  tenant.etag = response.headers.get('etag') ?? '';
  await arrived;
}

/** Of changes that come at even intervals, in ms. */
async function latenciesOf(ground: WatchedGround, pipeline: Pipeline): Promise<number[]> {
  const tenants = await enrolled(ground, pipeline);
  await ground.rest();
  const latencies: Promise<number>[] = [];
  for (let sample = 0; sample < SAMPLES; sample++) {
    const tenant = tenants[sample % tenants.length];
    if (tenant) latencies.push(timeOf(() => change(ground, pipeline, tenant, `Contoso at ${sample}`)));
    await pause(1_000 / A_SECOND);
  }
  return Promise.all(latencies);
}

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

function spentPerEvent(before: Spent, after: Spent, events: number): Spent {
  const each = (field: keyof Spent) => (after[field] - before[field]) / events;
  return {
    requestUnits: each('requestUnits'),
    cosmosRequests: each('cosmosRequests'),
    busOperations: each('busOperations'),
  };
}

function perEvent({ requestUnits, cosmosRequests, busOperations }: Spent): Row[] {
  return [
    row('pipeline request units per change, five services', requestUnits, 'RU'),
    row('pipeline Cosmos DB requests per change', cosmosRequests, 'requests'),
    row('pipeline bus operations per change', busOperations, 'operations'),
  ];
}
