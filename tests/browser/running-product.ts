import { fileURLToPath } from 'node:url';
import { driveAtPace, openPace } from '../../infra/local/driver/pace.ts';
import { openPlatform, type Platform } from '../../infra/local/driver/platform.ts';
import { quietPlay } from '../../infra/local/driver/stage.ts';
import { faultScript } from '../../infra/local/fleet/faults/fault-script.ts';
import { openGateway } from '../../infra/local/gateway/gateway.ts';
import type { Handler } from '../../infra/local/gateway/handler.ts';
import { type Person, personAt } from '../../infra/local/story/person.ts';
import { product } from '../../infra/local/supervisor/blueprint.ts';
import { DEMO_TENANT, type Enrolment } from '../../infra/local/supervisor/demo-tenant.ts';
import { openServiceBusClient } from '../../shared/bus/service-bus-client.ts';
import { TOPIC_OF } from '../../shared/contracts/events/topology.ts';

/** Patch Tuesday, two hours before the release. */
const START = Date.parse('2026-07-14T15:00:00Z');
const HOUR = 3_600_000;
/** A minute a second. */
const PACE = 60;

export const FABRIKAM: Enrolment = {
  ...DEMO_TENANT,
  name: 'Fabrikam',
  entraTenantId: '0f6c2a51-8d3b-4c7e-9b1a-5e2d7f4a6c80',
  timeZone: 'America/New_York',
};

export interface RunningProduct {
  readonly url: string;
  readonly platform: Platform;
  /** Puts somebody else in the place of a path; `undefined` lets the product answer again. */
  instead(path: string, handle: Handler | undefined): void;
  /** Lets time stand still, for whoever compares what is said in two places, or go on. */
  pause(paused: boolean): void;
  close(): Promise<void>;
}

const CONSOLE = fileURLToPath(new URL('../../dist/console/pages', import.meta.url));

/**
 * The product behind its gateway with 40 devices of Contoso on the evening of a Patch Tuesday: they have rings, a release is
 * under way, one of them is under attack, and a message lies about that nobody can read. Time goes on, a minute a second.
 */
export async function runProduct(): Promise<RunningProduct> {
  const play = { ...quietPlay(START), emptyTenants: [FABRIKAM.entraTenantId] };
  const platform = await openPlatform(product, { start: START, processes: 'one', play, fleet: { devices: 40 } });
  const { clock, cloud, driver, issuer } = platform;
  const ada = personAt(platform, { name: 'Ada', role: 'GlobalAdministrator', tenants: ['*'] });
  for (const body of [DEMO_TENANT, FABRIKAM]) await ada('POST', '/api/v1/tenants', { body });
  await driver.runUntil(START + 5 * HOUR);
  const ransomware = { who: { devices: [0] }, effect: { kind: 'ransomware', hopMinutes: 40 } };
  for (const { id, fleet } of cloud.tenants) {
    fleet.advanceTo(clock.now());
    if (id === DEMO_TENANT.entraTenantId)
      fleet.faults.inject(faultScript.parse({ description: 'an attack', faults: [ransomware] }).faults);
  }
  await sendNonsense(platform);
  await driver.runUntil(START + 6 * HOUR);
  await askToIsolate(personAt(platform, { name: 'Ben', role: 'GlobalAdministrator', tenants: ['*'] }));

  const instead = new Map<string, Handler>();
  const gateway = await openGateway({
    port: { exactly: 0 },
    upstreams: () => [],
    health: () => ({ status: 'ok' }),
    consoleFolder: CONSOLE,
  });
  gateway.mount('/api', (request) => {
    const { pathname } = new URL(request.url);
    const other = [...instead].find(([path]) => pathname.startsWith(path));
    return other ? other[1](request) : platform.fetch(request);
  });
  gateway.mount('/identity', (request) => fetch(at(issuer, request), { ...forwarded(request), redirect: 'manual' }));
  gateway.mount('/simulation', cloud.simulation);

  const stopped = new AbortController();
  const pace = openPace(clock, PACE);
  const passing = (async () => {
    while (!stopped.signal.aborted)
      await driveAtPace(driver, { clock, pace, signal: stopped.signal, onward: () => undefined });
  })();
  return {
    url: gateway.url,
    platform,
    pause: (paused) => pace.setPace(paused ? 0 : PACE),
    instead: (path, handle) => void (handle ? instead.set(path, handle) : instead.delete(path)),
    async close() {
      stopped.abort();
      await passing;
      await gateway.close();
      await platform.close();
    },
  };
}

/** Each service that hears of devices has two dead letters: of a message that is none, and of an event from a later release. */
async function sendNonsense({ ground: { serviceBus } }: Platform): Promise<void> {
  const client = await openServiceBusClient({ connectionString: serviceBus.connectionString });
  const later = {
    specversion: '1.0',
    id: 'later-1',
    source: '/device-registration',
    type: 'omd.device.changed.v9',
    subject: 'device:later',
    time: new Date(START).toISOString(),
    datacontenttype: 'application/json',
    tenantid: DEMO_TENANT.entraTenantId,
    sequence: 1,
    correlationid: 'later',
    data: {},
  };
  await client.createSender(TOPIC_OF['device-registration']).sendMessages([{ body: 'not an event' }, { body: later }]);
  await client.close();
}

/** Somebody wants the last of the attacked devices cut off, and waits for a second person. */
async function askToIsolate(person: Person): Promise<void> {
  const own = `/api/v1/tenants/${DEMO_TENANT.entraTenantId}`;
  const { body: list } = await person('GET', `${own}/security-incidents?limit=1`);
  const [{ id: incidentId }] = list['items'] as [{ readonly id: string }];
  const { body: incident } = await person('GET', `${own}/security-incidents/${incidentId}`);
  const target = { incidentId, devices: (incident['devices'] as readonly string[]).slice(-1) };
  const { body: planned } = await person('POST', `${own}/isolations/plan`, { body: target });
  const { planHash } = planned;
  const headers = { 'idempotency-key': 'ben-asks' };
  const { status } = await person('POST', `${own}/isolations`, {
    body: { ...target, planHash, reason: 'It encrypts files.' },
    headers,
  });
  if (status !== 201) throw new Error(`Ben was answered ${status}.`);
}

const at = (issuer: string, { url }: Request) => new URL(new URL(url).pathname + new URL(url).search, issuer);

const forwarded = ({ method, headers, body }: Request): RequestInit => ({
  method,
  headers,
  ...(body && { body, duplex: 'half' as const }),
});
