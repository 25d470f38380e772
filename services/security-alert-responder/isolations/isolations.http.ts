import { requestApproval } from '../../../shared/approvals/approval.store.ts';
import { demandSamePlan, planHash } from '../../../shared/approvals/plan.ts';
import type { Actor } from '../../../shared/contracts/actor.ts';
import { isolationEndpoints } from '../../../shared/contracts/http/isolations.ts';
import { created, ok } from '../../../shared/functions/answers.ts';
import { commandOf } from '../../../shared/functions/command.ts';
import type { Context } from '../../../shared/functions/context.ts';
import { answerList } from '../../../shared/functions/lists.ts';
import { routes } from '../../../shared/functions/routes.ts';
import { deviceAggregate, protectedDeviceList } from '../devices/device.store.ts';
import type { Device } from '../devices/device.ts';
import { deviceIsolated, deviceNotInIncident, incidentUnknown, isolationLimit, isolationUnknown } from '../errors.ts';
import { incidentAggregate } from '../incidents/incident.store.ts';
import type { Incident } from '../incidents/incident.ts';
import { enqueueStep } from './drive-isolation.event.ts';
import { isolationAggregate, isolationList } from './isolation.store.ts';
import { type Isolation, mostPerHour, planOf, releaseOf, sentenceOf } from './isolation.ts';

type TenantContext = Context & { readonly tenantId: string };

const HOUR_MS = 3_600_000;
/** An approval of an hour ago is about another moment of the attack. */
const APPROVAL_LIFETIME_MS = 4 * HOUR_MS;

export const isolationRoutes = routes(isolationEndpoints, {
  async planIsolation({ context, body }) {
    const { incident, devices } = await demandTargets(context, body);
    await demandRoom(context, devices.length);
    const plan = planOf(incident, devices);
    return ok({ plan, planHash: planHash(plan) });
  },

  async requestIsolation(call) {
    const { context, body, commandId } = call;
    const { state, tenantId, clock, actor } = context;
    const { incident, devices } = await demandTargets(context, body);
    await demandRoom(context, devices.length);
    const plan = planOf(incident, devices);
    demandSamePlan(plan, body.planHash);
    const now = clock.now();
    const options = commandOf(call);
    const key = { tenantId, id: commandId };
    const approval = await requestApproval(state, key, plan, { now, lifetimeMs: APPROVAL_LIFETIME_MS, ...options });
    const isolations: Isolation[] = [];
    for (const device of devices) {
      const isolation: Isolation = {
        isolationId: `${commandId}.${isolations.length + 1}`,
        incidentId: incident.incidentId,
        deviceId: device.deviceId,
        deviceName: device.name,
        machineId: incident.machines[device.deviceId] ?? '',
        wanted: 'isolate',
        reason: body.reason,
        requestedBy: nameOf(actor),
        requestedAt: new Date(now).toISOString(),
        approvalId: approval.id,
        approvedBy: null,
        stage: { kind: 'waiting-for-approval' },
      };
      isolations.push(await make(context, isolation, options));
    }
    const location = `/api/v1/security-alert-responder/tenants/${tenantId}/approvals/${approval.id}`;
    return created({ approvalId: approval.id, isolations: isolations.map(bodyOf) }, { location });
  },

  listIsolations: (call) => answerList(call, isolationList, { defaultSort: '-requestedAt' }),

  async readIsolation({ context, params: { isolationId } }) {
    return ok(bodyOf(await demandIsolation(context, isolationId)));
  },

  async releaseDevice(call) {
    const { context, params, body, commandId } = call;
    const isolation = await demandIsolation(context, params.isolationId);
    const release = releaseOf(isolation, {
      isolationId: commandId,
      reason: body.reason,
      requestedBy: nameOf(context.actor),
      requestedAt: new Date(context.clock.now()).toISOString(),
    });
    const made = await make(context, release, commandOf(call));
    await enqueueStep(context, made.isolationId, 0);
    const location = `/api/v1/tenants/${context.tenantId}/isolations/${made.isolationId}`;
    return created(bodyOf(made), { location });
  },
});

async function make(
  { state, tenantId }: TenantContext,
  isolation: Isolation,
  options: ReturnType<typeof commandOf>,
): Promise<Isolation> {
  const saved = await state.change(
    isolationAggregate,
    { tenantId, id: isolation.isolationId },
    (current) =>
      current
        ? undefined
        : {
            state: isolation,
            audit: {
              action: `isolation.ask-${isolation.wanted}`,
              detail: { deviceId: isolation.deviceId, reason: isolation.reason },
            },
          },
    { ...options, expect: 'new' },
  );
  return saved.state ?? isolation;
}

async function demandTargets(
  { state, tenantId }: TenantContext,
  { incidentId, devices }: { readonly incidentId: string; readonly devices: readonly string[] },
): Promise<{ readonly incident: Incident; readonly devices: readonly Device[] }> {
  const incident = await state.load(incidentAggregate, tenantId, incidentId);
  if (!incident) throw incidentUnknown();
  const found: Device[] = [];
  for (const deviceId of [...new Set(devices)].sort()) {
    const device = await state.load(deviceAggregate, tenantId, deviceId);
    if (!device || !incident.state.machines[deviceId]) throw deviceNotInIncident(deviceId);
    if (device.state.isolationId) throw deviceIsolated(deviceId);
    found.push(device.state);
  }
  return { incident: incident.state, devices: found };
}

/** Counts what was asked for within the hour, by whomever. */
async function demandRoom({ state, tenantId, clock }: TenantContext, more: number): Promise<void> {
  const since = new Date(clock.now() - HOUR_MS).toISOString();
  const rows = await state.rows(tenantId, isolationList, { filter: { wanted: 'isolate' } });
  const recent = rows.filter(
    ({ requestedAt, state: kind }) => requestedAt >= since && kind !== 'rejected' && kind !== 'void',
  );
  const most = mostPerHour((await state.rows(tenantId, protectedDeviceList, {})).length);
  if (recent.length + more > most) throw isolationLimit(most);
}

async function demandIsolation({ state, tenantId }: TenantContext, isolationId: string): Promise<Isolation> {
  const found = await state.load(isolationAggregate, tenantId, isolationId);
  if (!found) throw isolationUnknown();
  return found.state;
}

function bodyOf(isolation: Isolation) {
  const { stage, machineId: _, deviceName: __, ...rest } = isolation;
  const endedAt = 'at' in stage && stage.kind !== 'sending' && stage.kind !== 'sent' ? stage.at : null;
  return { ...rest, state: stage.kind, endedAt, sentence: sentenceOf(isolation) };
}

const nameOf = (actor: Actor): string => ('name' in actor ? actor.name : actor.id);
