/** What has been opened, to be closed in the opposite order. */
export interface CloseStack {
  add(close: () => Promise<unknown>): void;
  /** Closes everything, also when some of it fails; throws the first failure at the end. A second call closes nothing. */
  closeAll(): Promise<void>;
}

export function closeStack(): CloseStack {
  const opened: (() => Promise<unknown>)[] = [];
  return {
    add: (close) => void opened.push(close),
    async closeAll() {
      const failures: unknown[] = [];
      for (let close = opened.pop(); close; close = opened.pop())
        await close().catch((error: unknown) => failures.push(error));
      if (failures.length > 0) throw failures[0];
    },
  };
}
