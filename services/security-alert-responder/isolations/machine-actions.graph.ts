import * as z from 'zod';
import { isGraphFailure } from '../../../shared/graph/errors.ts';
import { defender, type Graph } from '../../../shared/graph/graph.ts';
import { at, odata, withQuery } from '../../../shared/graph/reading/odata.ts';
import type { MachineAction, Sent } from './course.ts';
import type { Isolation } from './isolation.ts';

const actionBody = z.looseObject({
  id: z.string().max(200),
  type: z.string(),
  status: z.string().max(100),
  requestorComment: z.string().nullish(),
  creationDateTimeUtc: z.string().default(''),
});

type ActionBody = z.output<typeof actionBody>;

/** Sends the request, once; `maybeSentAt` (milliseconds since 1970) says that it may have gone out before: then it is looked for. */
export async function sendAction(graph: Graph, isolation: Isolation, maybeSentAt: number | undefined): Promise<Sent> {
  const { isolationId, machineId, reason, incidentId } = isolation;
  const { verb, scope } = ORDERS[isolation.wanted];
  try {
    const outcome = await graph.perform<MachineAction>({
      target: defender(at`/machines/${machineId}/${verb}`),
      method: 'POST',
      body: { Comment: `${isolationId} ${incidentId}: ${reason}`.slice(0, 1000), ...scope },
      repeat: 'act',
      before: maybeSentAt === undefined ? { kind: 'not-sent' } : { kind: 'maybe-sent', at: maybeSentAt },
      evidence: () => findAction(graph, isolation),
    });
    switch (outcome.kind) {
      case 'dispatched':
        return { kind: 'taken', action: read(actionBody.parse(outcome.answer.body)) };
      case 'confirmed':
        return { kind: 'taken', action: outcome.evidence };
      case 'unclear':
        return outcome;
      case 'unknown':
        return { kind: 'no-trace' };
    }
  } catch (error) {
    if (!isGraphFailure(error) || error.retryable) throw error;
    const isRefusedAsItStands = error.code === 'graph-request-refused' || error.code === 'graph-conflict';
    const action = isRefusedAsItStands ? await sameFromOthers(graph, isolation) : undefined;
    return action ? { kind: 'taken', action } : { kind: 'refused', why: error.message.slice(0, 500) };
  }
}

/** Undefined when Defender does not show it, or not to us. */
export async function readAction(graph: Graph, actionId: string): Promise<MachineAction | undefined> {
  try {
    return await graph.get(defender(at`/machineactions/${actionId}`), (body) => read(actionBody.parse(body)));
  } catch (error) {
    if (!isGraphFailure(error) || error.retryable) throw error;
    return undefined;
  }
}

const ORDERS = {
  isolate: { verb: 'isolate', type: 'Isolate', scope: { IsolationType: 'Full' } },
  release: { verb: 'unisolate', type: 'Unisolate', scope: {} },
} as const;

/** Our own id begins the comment. */
async function findAction(graph: Graph, { machineId, isolationId }: Isolation): Promise<MachineAction | undefined> {
  const actions = await actionsOf(graph, machineId);
  const own = actions.find(({ requestorComment }) => requestorComment?.startsWith(`${isolationId} `));
  return own && read(own);
}

/** Defender refuses what somebody else has asked for, or done, already: then their action is ours too. */
async function sameFromOthers(graph: Graph, { machineId, wanted }: Isolation): Promise<MachineAction | undefined> {
  const ours = Object.values(ORDERS).map(({ type }) => type as string);
  const last = (await actionsOf(graph, machineId))
    .filter(({ type }) => ours.includes(type))
    .reduce<ActionBody | undefined>((a, b) => (a && a.creationDateTimeUtc > b.creationDateTimeUtc ? a : b), undefined);
  return last?.type === ORDERS[wanted].type && read(last).status !== 'failed' ? read(last) : undefined;
}

async function actionsOf(graph: Graph, machineId: string): Promise<readonly ActionBody[]> {
  const path = withQuery('/machineactions', { filter: odata`machineId eq ${machineId}` });
  const actions: ActionBody[] = [];
  for await (const { items } of graph.pages(defender(path)))
    for (const item of items) {
      const action = actionBody.safeParse(item).data;
      if (action) actions.push(action);
    }
  return actions;
}

function read({ id, status }: ActionBody): MachineAction {
  return { actionId: id, status: STATUS[status] ?? 'under-way', said: status };
}

const STATUS: Readonly<Record<string, MachineAction['status']>> = {
  Succeeded: 'succeeded',
  Failed: 'failed',
  TimeOut: 'failed',
  Cancelled: 'failed',
};
