import { setTimeout as delay } from 'node:timers/promises';

/** Waits on the wall; ends early, without an error, when the signal is aborted. */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await delay(milliseconds, undefined, { signal }).catch(() => undefined);
}

/** What `work` comes to, or undefined as soon as the signal is aborted. */
export function unlessAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const leave = () => resolve(undefined);
    if (signal.aborted) leave();
    signal.addEventListener('abort', leave, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
  });
}

/** Whether `work` ended within so many milliseconds. */
export async function endsWithin(milliseconds: number, work: Promise<void>): Promise<boolean> {
  const over = new AbortController();
  const deadline = setTimeout(() => over.abort(), milliseconds);
  try {
    return (
      (await unlessAborted(
        over.signal,
        work.then(() => true),
      )) ?? false
    );
  } finally {
    clearTimeout(deadline);
  }
}
