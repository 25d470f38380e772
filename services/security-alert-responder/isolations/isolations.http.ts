import { requestApproval } from '../../../shared/approvals/approval.store.ts';
import { demandSamePlan, planHash } from '../../../shared/approvals/plan.ts';
import { isolationEndpoints } from '../../../shared/contracts/http/isolations.ts';
import { created, ok } from '../../../shared/functions/answers.ts';
import { commandOf } from '../../../shared/functions/command.ts';
import type { Context, TenantContext } from '../../../shared/functions/context.ts';
import { answerList } from '../../../shared/functions/lists.ts';
import { routes } from '../../../shared/functions/routes.ts';
import { enqueueTriage } from '../alerts/triage-alerts.event.ts';
import { deviceAggregate } from '../devices/device.store.ts';
import { isolationUnknown } from '../errors.ts';
import { begun } from '../incidents/changes.ts';
import { incidentAggregate } from '../incidents/incident.store.ts';
import { type Asked, isolationsOf, releaseOf } from './asked.ts';
import { enqueueAwait } from './await-approval.event.ts';
import { enqueueDrive } from './drive-isolation.event.ts';
import { isolationAggregate, isolationList, loadIsolation } from './isolation.store.ts';
import { approverOf, endedAt, type Isolation, nameOf } from './isolation.ts';
import { planOf } from './plan.ts';
import { sentenceOf } from './sentence.ts';
import { demandTargets } from './targets.store.ts';

type Options = ReturnType<typeof commandOf>;

/** Later, the approval would be about another moment of the attack. */
const APPROVAL_LIFETIME_MS = 4 * 3_600_000;

export const isolationRoutes = routes(isolationEndpoints, {
  async planIsolation({ context: { state, tenantId, clock }, body, commandId }) {
    const asked = { ...body, approvalId: commandId, now: clock.now() };
    const { incident, devices } = await demandTargets(state, tenantId, asked);
    const plan = planOf(incident, devices);
    return ok({ plan, planHash: planHash(plan) });
  },

  async requestIsolation(call) {
    const { context, body, commandId: approvalId } = call;
    const { state, tenantId, clock } = context;
    const options = commandOf(call);
    const now = clock.now();
    const { incident, devices } = await demandTargets(state, tenantId, { ...body, approvalId, now });
    const plan = planOf(incident, devices);
    demandSamePlan(plan, body.planHash);
    const wanted = isolationsOf(approvalId, incident, devices, askedBy(context, body.reason));
    const isolations = await Promise.all(wanted.map((isolation) => make(context, isolation, options)));
    // Last, so that nobody is asked about isolations that were not all made.
    const lifetimeMs = APPROVAL_LIFETIME_MS;
    await requestApproval(state, { tenantId, id: approvalId }, plan, { now, lifetimeMs, ...options });
    await enqueueAwait(context, approvalId);
    await beginTriage(context, incident.incidentId, options);
    const location = `/api/v1/security-alert-responder/tenants/${tenantId}/approvals/${approvalId}`;
    return created({ approvalId, isolations: isolations.map(bodyOf) }, { location });
  },

  listIsolations: (call) => answerList(call, isolationList, { defaultSort: '-requestedAt' }),

  async readIsolation({ context, params }) {
    return ok(bodyOf(await demandIsolation(context, params.isolationId)));
  },

  async releaseDevice(call) {
    const { context, params, body, commandId } = call;
    const { state, tenantId } = context;
    const isolation = await demandIsolation(context, params.isolationId);
    const device = await state.load(deviceAggregate, tenantId, isolation.deviceId);
    const release = releaseOf(commandId, isolation, device?.state, askedBy(context, body.reason));
    const made = await make(context, release, commandOf(call));
    await enqueueDrive(context, commandId);
    const location = `/api/v1/tenants/${tenantId}/isolations/${commandId}`;
    return created(bodyOf(made), { location });
  },
});

const askedBy = ({ actor, clock }: Context, reason: string): Asked => ({
  reason,
  requestedBy: nameOf(actor),
  requestedAt: new Date(clock.now()).toISOString(),
});

/** Counted once, however often it is asked for. */
async function make({ state, tenantId }: TenantContext, isolation: Isolation, options: Options): Promise<Isolation> {
  const { isolationId, deviceId, wanted, reason } = isolation;
  const audit = { action: `isolation.ask-${wanted}`, detail: { deviceId, reason } };
  const decide = (current: Isolation | undefined) => (current ? undefined : { state: isolation, audit });
  const key = { tenantId, id: isolationId };
  const { state: made = isolation } = await state.change(isolationAggregate, key, decide, {
    ...options,
    expect: 'new',
  });
  return made;
}

/** Whoever wants to isolate has begun to act upon the incident. */
async function beginTriage(context: TenantContext, incidentId: string, options: Options): Promise<void> {
  const { state, tenantId } = context;
  await state.change(incidentAggregate, { tenantId, id: incidentId }, begun, options);
  await enqueueTriage(context, incidentId, 'begun');
}

async function demandIsolation({ state, tenantId }: TenantContext, isolationId: string): Promise<Isolation> {
  const isolation = await loadIsolation(state, tenantId, isolationId);
  if (!isolation) throw isolationUnknown();
  return isolation;
}

function bodyOf(isolation: Isolation) {
  const { isolationId, incidentId, deviceId, wanted, reason, requestedBy, requestedAt, stage } = isolation;
  return {
    ...{ isolationId, incidentId, deviceId, wanted, reason, requestedBy, requestedAt },
    state: stage.kind,
    approvalId: isolation.wanted === 'isolate' ? isolation.approvalId : null,
    approvedBy: approverOf(isolation),
    endedAt: endedAt(isolation),
    sentence: sentenceOf(isolation),
  };
}
