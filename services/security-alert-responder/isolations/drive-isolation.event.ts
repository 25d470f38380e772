import * as z from 'zod';
import { on } from '../../../shared/bus/handlers.ts';
import { defineWork } from '../../../shared/bus/work.ts';
import type { Context } from '../../../shared/functions/context.ts';
import { deviceAggregate } from '../devices/device.store.ts';
import { mark } from '../devices/device.ts';
import { incidentAggregate } from '../incidents/incident.store.ts';
import { withIsolation } from '../incidents/incident.ts';
import { urgent } from '../microsoft.graph.ts';
import { isolationAggregate } from './isolation.store.ts';
import { type Isolation, moved, type Stage } from './isolation.ts';
import { actionIn, readAction, sendAction } from './machine-actions.graph.ts';

type TenantContext = Context & { readonly tenantId: string };

const work = defineWork({
  type: 'omd.work.drive-isolation.v1',
  data: z.object({ isolationId: z.string(), step: z.int().min(0) }),
});

/** Asked often at first, since a device that is on does it within minutes, and for a week, since it may be off. */
const FIRST_LOOK_MS = 60_000;
const LONGEST_LOOK_MS = 30 * 60_000;
const GIVE_UP_MS = 7 * 86_400_000;

/** Carries an isolation on by one step, and comes back until it has an end. */
export const driveIsolation = {
  work,
  handler: on(work, {
    async handle({ tenantid: tenantId, data }, context: Context) {
      const own = { ...context, tenantId };
      const again = await step(own, data.isolationId, data.step);
      if (again !== undefined) await enqueueStep(own, data.isolationId, data.step + 1, again);
    },
  }),
};

export async function enqueueStep(
  { bus, tenantId, correlationId }: TenantContext,
  isolationId: string,
  number: number,
  at?: number,
): Promise<void> {
  const id = `${isolationId}/${number}`;
  const due = { tenantId, id, cause: { correlationId }, ...(at !== undefined && { at }) };
  await bus.enqueue(work, { isolationId, step: number }, due);
}

/** When to come back; undefined at the end. */
async function step(context: TenantContext, isolationId: string, number: number): Promise<number | undefined> {
  const { state, tenantId } = context;
  const isolation = (await state.load(isolationAggregate, tenantId, isolationId))?.state;
  if (!isolation) return undefined;
  switch (isolation.stage.kind) {
    case 'planned':
    case 'sending':
      return send(context, isolation);
    case 'sent':
      return follow(
        context,
        isolation,
        isolation.stage,
        Math.min(LONGEST_LOOK_MS, FIRST_LOOK_MS * 2 ** Math.min(number, 6)),
      );
    case 'confirmed':
      await settle(context, isolation, isolation.wanted === 'isolate');
      return undefined;
    case 'failed':
      // What could not be released is still cut off.
      if (isolation.wanted === 'isolate') await settle(context, isolation, false);
      return undefined;
    default:
      return undefined;
  }
}

async function send(context: TenantContext, isolation: Isolation): Promise<number | undefined> {
  const { clock } = context;
  const graph = urgent(context, `${isolation.wanted} a device under attack`);
  const now = () => new Date(clock.now()).toISOString();
  // Written down before the call goes out: whoever comes after a crash looks before sending.
  if (isolation.stage.kind === 'planned') await move(context, isolation, { kind: 'sending', at: now() });
  const outcome = await sendAction(graph, isolation);
  switch (outcome.kind) {
    case 'dispatched':
      await move(context, isolation, { kind: 'sent', at: now(), actionId: actionIn(outcome.answer.body).actionId });
      return clock.now() + FIRST_LOOK_MS;
    case 'confirmed':
      await move(context, isolation, { kind: 'sent', at: now(), actionId: outcome.evidence.actionId });
      return clock.now() + FIRST_LOOK_MS;
    case 'unclear':
      return outcome.lookAgainAt;
    case 'unknown':
      await move(context, isolation, { kind: 'unknown', at: now(), why: 'Defender shows no trace of the request.' });
      return clock.now();
  }
}

async function follow(
  context: TenantContext,
  isolation: Isolation,
  { at, actionId }: Extract<Stage, { kind: 'sent' }>,
  pauseMs: number,
): Promise<number | undefined> {
  const { clock } = context;
  const action = await readAction(urgent(context, 'following an isolation'), actionId);
  const now = new Date(clock.now()).toISOString();
  if (action.status === 'succeeded') {
    await move(context, isolation, { kind: 'confirmed', at: now });
    return clock.now();
  }
  const isOld = clock.now() - Date.parse(at) > GIVE_UP_MS;
  if (action.status === 'under-way' && !isOld) return clock.now() + pauseMs;
  await move(context, isolation, { kind: 'failed', at: now, why: `Defender says ${action.said}.` });
  return clock.now();
}

async function move(
  { state, tenantId, actor }: TenantContext,
  { isolationId, stage }: Isolation,
  next: Stage,
): Promise<void> {
  await state.change(
    isolationAggregate,
    { tenantId, id: isolationId },
    (current) => {
      const isBehind = current && (current.stage.kind === stage.kind || current.stage.kind === 'sending');
      return isBehind ? moved(current, next) : undefined;
    },
    { actor },
  );
}

/** Device and incident as it ended. */
async function settle(
  { state, tenantId, actor }: TenantContext,
  isolation: Isolation,
  isolated: boolean,
): Promise<void> {
  const { deviceId, incidentId, isolationId } = isolation;
  const under = isolated ? isolationId : null;
  await state.change(
    deviceAggregate,
    { tenantId, id: deviceId },
    mark(under, isolated ? 'device.isolated' : 'device.released'),
    { actor },
  );
  await state.change(incidentAggregate, { tenantId, id: incidentId }, withIsolation(deviceId, isolated), { actor });
}
