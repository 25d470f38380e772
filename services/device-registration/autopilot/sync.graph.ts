import * as z from 'zod';
import { isGraphFailure } from '../../../shared/graph/errors.ts';
import { beta } from '../../../shared/graph/graph.ts';
import { background, type CallContext } from '../microsoft.graph.ts';

/** How Autopilot's synchronisation with Intune stands. Moments in milliseconds since 1970. */
export interface SyncState {
  readonly isRunning: boolean;
  readonly endedAt: number;
  readonly askedForAt: number;
}

export function readSync(context: CallContext): Promise<SyncState> {
  const graph = background(context, 'following a synchronisation of Autopilot');
  return graph.get(beta(PATH), (body) => settings.parse(body));
}

/** Asks for a synchronisation. One that is running will do. */
export async function requestSync(context: CallContext): Promise<void> {
  const graph = background(context, 'having Autopilot synchronise what was registered');
  try {
    await graph.send({ target: beta(`${PATH}/sync`), method: 'POST', repeat: 'set' });
  } catch (error) {
    if (!isGraphFailure(error, 'graph-conflict')) throw error;
  }
}

const PATH = '/deviceManagement/windowsAutopilotSettings';

const moment = z
  .string()
  .nullish()
  .transform((text) => Date.parse(text ?? '') || 0);

const settings = z
  .object({ syncStatus: z.string().nullish(), lastSyncDateTime: moment, lastManualSyncTriggerDateTime: moment })
  .transform(
    ({ syncStatus, lastSyncDateTime, lastManualSyncTriggerDateTime }): SyncState => ({
      isRunning: syncStatus === 'inProgress',
      endedAt: lastSyncDateTime,
      askedForAt: lastManualSyncTriggerDateTime,
    }),
  );
