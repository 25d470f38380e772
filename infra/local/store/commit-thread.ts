import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { DatabaseOptions, RootDatabaseOptionsWithPath } from 'lmdb';
import type { Change } from './store.ts';

/** Commits on a thread of its own. The process stays for commits that are under way, and for nothing else here. */
export interface CommitThread {
  /** All changes or none, in the order of the calls; durable when the promise resolves. Rejects with LMDB's `code`. */
  commit(changes: readonly Change[]): Promise<void>;
  /** Resolves when the thread has ended, after the commits under way. */
  close(): Promise<void>;
}

/** What this thread has open, for the other one to open too. */
export interface CommitThreadOptions {
  readonly environment: RootDatabaseOptionsWithPath;
  readonly entries: DatabaseOptions & { readonly name: string };
}

/** What LMDB said of a commit: undefined when it is durable. */
type Answer = { readonly message: string; readonly code?: string | number } | undefined;

/** An error that is no answer to a commit ends the process, as nothing could be kept any more. */
export function startCommitThread(options: CommitThreadOptions): CommitThread {
  const thread = new Worker(new URL('commit-thread.mjs', import.meta.url), { workerData: options, execArgv: [] });
  const waiting: ((answer: Answer) => void)[] = [];

  thread.on('message', (answer: Answer) => {
    waiting.shift()?.(answer);
    if (waiting.length === 0) thread.unref();
  });
  thread.unref();

  function ask(order: readonly Change[] | 'close', onAnswer: (answer: Answer) => void): void {
    waiting.push(onAnswer);
    thread.ref();
    thread.postMessage(order);
  }

  return {
    commit: (changes) =>
      new Promise((resolve, reject) => {
        ask(changes, (answer) => {
          if (answer) reject(Object.assign(new Error(answer.message), { code: answer.code }));
          else resolve();
        });
      }),
    async close() {
      const ended = once(thread, 'exit');
      ask('close', () => undefined); // answered by the end alone, for which the process stays
      await ended;
    },
  };
}
