/** Tells of each change of documents. Returns what ends that. */
export type OnCommit = (
  listener: (commit: { readonly database: string; readonly container: string }) => void,
) => () => void;

/** Sleep that news ends. */
export interface Waker {
  /** Whether there may be something new since it was taken last. */
  readonly hasNews: boolean;
  takeNews(): boolean;
  wake(): void;
  /** Resolves when there is news, when the time is over, or when the listener stops. */
  sleep(milliseconds: number): Promise<void>;
  close(): void;
}

/** Without `onCommit` nobody tells, so there may always be something new. */
export function createWaker(
  signal: AbortSignal,
  source: { readonly databaseName: string; readonly containerName: string },
  onCommit: OnCommit | undefined,
): Waker {
  let news = true;
  let awake = () => {};
  const rouse = () => awake();
  signal.addEventListener('abort', rouse, { once: true });
  const unsubscribe = onCommit?.(({ database, container }) => {
    if (database === source.databaseName && container === source.containerName) wake();
  });

  function wake(): void {
    news = true;
    awake();
  }

  return {
    get hasNews() {
      return news || !onCommit;
    },
    takeNews() {
      const had = news || !onCommit;
      news = false;
      return had;
    },
    wake,
    sleep: (milliseconds) =>
      new Promise((resolve) => {
        if (signal.aborted || news) return resolve();
        const timer = setTimeout(done, milliseconds);
        function done() {
          clearTimeout(timer);
          resolve();
        }
        awake = done;
      }),
    close() {
      signal.removeEventListener('abort', rouse);
      unsubscribe?.();
    },
  };
}
