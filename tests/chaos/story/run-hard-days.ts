import { DEMO_TENANT } from '../../../infra/local/supervisor/demo-tenant.ts';
import { SERVICES } from '../../../shared/contracts/events/topology.ts';
import { tenantEndpoints } from '../../../shared/contracts/http/tenants.ts';
import { evidenceOf } from '../../stories/first-month/evidence.ts';
import { PROMISES } from '../../stories/first-month/promises.ts';
import type { Callers } from '../callers.ts';
import { BrokenInvariant, check, checkWritten } from '../check.ts';
import { alive, calm, pass, type Run } from '../going-on.ts';
import { auditVerifies, sealedOnce } from '../invariants/audit.ts';
import { vectorMoves } from '../invariants/change-vector.ts';
import { waitingLetters } from '../invariants/dead-letters.ts';
import { neverBack } from '../invariants/sequence.ts';
import { openProduct } from '../product.ts';
import { type Broken, brokenBy, openRun } from '../run.ts';
import type { Substitution } from '../sources.ts';
import { take } from '../take.ts';
import { told } from '../trace.ts';
import { AFTERMATH_HOURS, crowdedDays, DEVICES } from './hard-days.ts';
import { weatherOf } from './weather-plan.ts';

const HOUR_MS = 3_600_000;
const { entraTenantId: tenantId } = DEMO_TENANT;

/** Lets the days happen under the weather of a seed, on a product of its own; undefined when all that was promised holds. */
export async function runHardDays(seed: number, edits?: readonly Substitution[]): Promise<Broken> {
  const lines: string[] = [];
  const say = (line: string) => void lines.push(`  ${line}`);
  const fleet = { devices: DEVICES, seed };
  const product = await openProduct({ services: SERVICES, play: crowdedDays(seed), fleet, edits, say });
  const run = { ...(await openRun(product, seed)), trace: { lines, say: (line: string) => void lines.push(line) } };
  const ofContoso = { ...run, callers: operating(run.callers) };
  return brokenBy(ofContoso, async () => {
    await enrol(ofContoso);
    for (const step of weatherOf(seed)) {
      run.trace.say(told(step));
      await take(ofContoso, step);
      await checkWritten(ofContoso, [neverBack]);
    }
    await endInPeace(ofContoso);
    await check(ofContoso, [sealedOnce, auditVerifies, vectorMoves, promisesKept]);
  }).finally(() => product.close());
}

/** Tenant 0 is the company; there are no others. */
const operating = (callers: Callers): Callers => ({
  ...callers,
  tenantId: (tenant) => (tenant === 0 ? tenantId : callers.tenantId(tenant)),
});

async function enrol({ callers, product }: Run): Promise<void> {
  const { method, path } = tenantEndpoints.enrolTenant;
  const { status } = await callers.call('platform', { method, path, body: DEMO_TENANT });
  if (status !== 201) throw new BrokenInvariant(`Contoso is not enrolled: ${status}`);
  await product.platform.driver.settle();
}

/** The weather calms down, a person sends again what was put aside, and what was late comes to its end. */
async function endInPeace(run: Run): Promise<void> {
  run.trace.say('the weather calms down');
  calm(run);
  await pass(run, HOUR_MS);
  for (let round = 0; round < 3; round++) {
    await checkWritten(run, [neverBack]);
    for (const { service, id } of waitingLetters(run)) {
      run.trace.say(`a person replays dead letter ${id} of ${service}`);
      const path = `/api/v1/${service}/tenants/${tenantId}/dead-letters/${id}/replay`;
      await alive(run, () => run.callers.call('platform', { method: 'POST', path }));
    }
    await pass(run, (AFTERMATH_HOURS / 3) * HOUR_MS);
  }
  await checkWritten(run, [neverBack]);
}

const promisesKept = async (run: Run): Promise<string[]> => {
  const evidence = await evidenceOf(run.product.platform, tenantId);
  return PROMISES.flatMap(({ name, misses }) => misses(evidence).map((miss) => `${name}: ${miss}`));
};
