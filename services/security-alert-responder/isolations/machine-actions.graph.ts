import * as z from 'zod';
import type { Graph } from '../../../shared/graph/graph.ts';
import { at, odata, withQuery } from '../../../shared/graph/reading/odata.ts';
import type { Isolation } from './isolation.ts';

const actionBody = z.looseObject({
  id: z.string(),
  type: z.string(),
  status: z.string(),
  requestorComment: z.string().nullish(),
});

/** An action as Defender has it. */
export interface MachineAction {
  readonly actionId: string;
  readonly status: 'under-way' | 'succeeded' | 'failed';
  /** In Defender's word. */
  readonly said: string;
}

const defender = (path: `/${string}`) => ({ api: 'defender', path }) as const;

/** Asks Defender, unless it may have been asked before: then its own list of actions tells. */
export function sendAction(graph: Graph, isolation: Isolation) {
  const { isolationId, machineId, wanted, stage, reason, incidentId } = isolation;
  const comment = `${isolationId} ${incidentId}: ${reason}`.slice(0, 1000);
  const verb = wanted === 'isolate' ? 'isolate' : 'unisolate';
  return graph.perform<MachineAction>({
    target: defender(at`/machines/${machineId}/${verb}`),
    method: 'POST',
    body: { Comment: comment, ...(wanted === 'isolate' && { IsolationType: 'Full' }) },
    repeat: 'act',
    before: stage.kind === 'sending' ? { kind: 'maybe-sent', at: Date.parse(stage.at) } : { kind: 'not-sent' },
    evidence: () => findAction(graph, isolation),
  });
}

/** By our own id, which lies in the comment. */
async function findAction(graph: Graph, { machineId, isolationId }: Isolation): Promise<MachineAction | undefined> {
  const path = withQuery('/machineactions', { filter: odata`machineId eq ${machineId}` });
  for await (const { items } of graph.pages(defender(path)))
    for (const item of items) {
      const action = actionBody.safeParse(item).data;
      if (action?.requestorComment?.startsWith(`${isolationId} `)) return read(action);
    }
  return undefined;
}

/** The action that an answer to the request speaks of. */
export const actionIn = (body: unknown): MachineAction => read(actionBody.parse(body));

export async function readAction(graph: Graph, actionId: string): Promise<MachineAction> {
  return graph.get(defender(at`/machineactions/${actionId}`), actionIn);
}

function read({ id, status }: z.output<typeof actionBody>): MachineAction {
  return { actionId: id, status: STATUS[status] ?? 'under-way', said: status };
}

const STATUS: Readonly<Record<string, MachineAction['status']>> = {
  Succeeded: 'succeeded',
  Failed: 'failed',
  TimeOut: 'failed',
  Cancelled: 'failed',
};
