import type { Fault } from './fault.ts';
import { pause } from './pause.ts';

const PAUSE_MS = 1_000;

/** What `ask` answers; undefined, after a pause, when the other side could not be asked. */
export async function whenReachable<T>(
  { fault, stopping }: { readonly fault: Fault; readonly stopping: AbortSignal },
  ask: () => Promise<T>,
): Promise<T | undefined> {
  try {
    const answer = await ask();
    fault.clear();
    return answer;
  } catch (error) {
    if (stopping.aborted) return undefined;
    fault.raise(error);
    await pause(PAUSE_MS, stopping);
    return undefined;
  }
}
