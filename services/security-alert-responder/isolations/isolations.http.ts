import { requestApproval } from '../../../shared/approvals/approval.store.ts';
import { demandSamePlan, planHash } from '../../../shared/approvals/plan.ts';
import { isolationEndpoints } from '../../../shared/contracts/http/isolations.ts';
import { created, ok } from '../../../shared/functions/answers.ts';
import { commandOf } from '../../../shared/functions/command.ts';
import type { Context } from '../../../shared/functions/context.ts';
import { answerList } from '../../../shared/functions/lists.ts';
import { routes } from '../../../shared/functions/routes.ts';
import { enqueueTriage } from '../alerts/triage-alerts.event.ts';
import { deviceAggregate, protectedDeviceList } from '../devices/device.store.ts';
import type { Device } from '../devices/device.ts';
import { deviceIsolated, deviceNotInIncident, incidentUnknown, isolationLimit, isolationUnknown } from '../errors.ts';
import { begun } from '../incidents/changes.ts';
import { incidentAggregate } from '../incidents/incident.store.ts';
import { type Incident, machineOf } from '../incidents/incident.ts';
import { enqueueAwait } from './await-approval.event.ts';
import { enqueueDrive } from './drive-isolation.event.ts';
import { isolationAggregate, isolationList, loadIsolation } from './isolation.store.ts';
import { approverOf, endedAt, type Isolation, isolationIdOf, nameOf } from './isolation.ts';
import { mostPerHour, planOf } from './plan.ts';
import { releaseOf } from './release.ts';
import { sentenceOf } from './sentence.ts';

type TenantContext = Context & { readonly tenantId: string };
type Options = ReturnType<typeof commandOf>;

const HOUR_MS = 3_600_000;
/** Later, the approval would be about another moment of the attack. */
const APPROVAL_LIFETIME_MS = 4 * HOUR_MS;

export const isolationRoutes = routes(isolationEndpoints, {
  async planIsolation({ context, body }) {
    const { incident, devices } = await demandTargets(context, body);
    const plan = planOf(incident, devices);
    return ok({ plan, planHash: planHash(plan) });
  },

  async requestIsolation(call) {
    const { context, body, commandId: approvalId } = call;
    const { state, tenantId, clock, actor } = context;
    const options = commandOf(call);
    const { incident, devices } = await demandTargets(context, body);
    const plan = planOf(incident, devices);
    demandSamePlan(plan, body.planHash);
    const now = clock.now();
    const isolations = await Promise.all(
      devices.map(({ deviceId, name }, n) => {
        const isolation: Isolation = {
          wanted: 'isolate',
          isolationId: isolationIdOf(approvalId, n + 1),
          incidentId: incident.incidentId,
          deviceId,
          deviceName: name,
          machineId: machineOf(incident, deviceId) ?? '',
          reason: body.reason,
          requestedBy: nameOf(actor),
          requestedAt: new Date(now).toISOString(),
          approvalId,
          approvedBy: null,
          stage: { kind: 'waiting-for-approval' },
        };
        return make(context, isolation, options);
      }),
    );
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
    const { state, tenantId, actor, clock } = context;
    const isolation = await demandIsolation(context, params.isolationId);
    const device = await state.load(deviceAggregate, tenantId, isolation.deviceId);
    const asked = {
      isolationId: commandId,
      reason: body.reason,
      requestedBy: nameOf(actor),
      requestedAt: new Date(clock.now()).toISOString(),
    };
    const made = await make(context, releaseOf(isolation, device?.state, asked), commandOf(call));
    await enqueueDrive(context, commandId);
    const location = `/api/v1/tenants/${tenantId}/isolations/${commandId}`;
    return created(bodyOf(made), { location });
  },
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

async function demandTargets(
  context: TenantContext,
  { incidentId, devices: wanted }: { readonly incidentId: string; readonly devices: readonly string[] },
): Promise<{ readonly incident: Incident; readonly devices: readonly Device[] }> {
  const { state, tenantId } = context;
  const incident = (await state.load(incidentAggregate, tenantId, incidentId))?.state;
  if (!incident) throw incidentUnknown();
  const devices: Device[] = [];
  for (const deviceId of [...new Set(wanted)].sort()) {
    const device = (await state.load(deviceAggregate, tenantId, deviceId))?.state;
    if (!device || !machineOf(incident, deviceId)) throw deviceNotInIncident(deviceId);
    if (device.isolationId) throw deviceIsolated();
    devices.push(device);
  }
  await demandRoom(context, devices.length);
  return { incident, devices };
}

/** Counts what was asked for within the hour, by whomever, and not turned down. */
async function demandRoom({ state, tenantId, clock }: TenantContext, more: number): Promise<void> {
  const since = new Date(clock.now() - HOUR_MS).toISOString();
  const asked = await state.rows(tenantId, isolationList, { filter: { wanted: 'isolate' } });
  const recent = asked.filter((row) => row.requestedAt >= since && row.state !== 'rejected' && row.state !== 'void');
  const most = mostPerHour((await state.rows(tenantId, protectedDeviceList, {})).length);
  if (recent.length + more > most) throw isolationLimit(most);
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
