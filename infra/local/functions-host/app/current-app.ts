import { AsyncLocalStorage } from 'node:async_hooks';
import Module, { createRequire } from 'node:module';
import type { Registry } from './registry.ts';

const CORE = '@azure/functions-core';
const slot = Symbol.for('omd.functions-host');
const invoked = new AsyncLocalStorage<Registry>();
let loading: Registry | undefined;
let turn: Promise<unknown> = Promise.resolve();

/** Runs `load` while `registry` takes what is registered. One app at a time: registrations carry no sender. */
export function whileLoading<T>(registry: Registry, load: () => Promise<T>): Promise<T> {
  provideCore();
  const mine = turn.then(async () => {
    loading = registry;
    try {
      return await withApp(registry, load);
    } finally {
      loading = undefined;
    }
  });
  turn = mine.catch(() => undefined);
  return mine;
}

/** Runs an invocation or a hook of the app that `registry` belongs to. */
export function withApp<T>(registry: Registry, run: () => T): T {
  return invoked.run(registry, run);
}

function currentApp(): Registry {
  const app = invoked.getStore() ?? loading;
  if (!app) throw new Error('No app of this host is loading or running here.');
  return app;
}

/** Answers `require('@azure/functions-core')` wherever the app lies, as the worker does. */
function provideCore(): void {
  const holder = globalThis as { [slot]?: { app(): Registry } };
  if (holder[slot]) return;
  holder[slot] = { app: currentApp };
  const core = createRequire(import.meta.url).resolve(CORE);
  const resolver = Module as unknown as { _resolveFilename(request: string, ...rest: unknown[]): string };
  const resolve = resolver._resolveFilename;
  resolver._resolveFilename = (request, ...rest) => (request === CORE ? core : resolve.call(Module, request, ...rest));
}
