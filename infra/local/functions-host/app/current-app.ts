import Module, { createRequire } from 'node:module';
import type { Registry } from './registry.ts';

const CORE = '@azure/functions-core';
const slot = Symbol.for('omd.functions-host');
let loading: Registry | undefined;
let turn: Promise<unknown> = Promise.resolve();

/** Runs `load` while `registry` takes what is registered. One app at a time: registrations carry no sender. */
export function whileLoading<T>(registry: Registry, load: () => Promise<T>): Promise<T> {
  const core = provideCore();
  const mine = turn.then(async () => {
    // Evaluated anew, the module belongs to this app from its first line on.
    delete createRequire(import.meta.url).cache[core];
    loading = registry;
    try {
      return await load();
    } finally {
      loading = undefined;
    }
  });
  turn = mine.catch(() => undefined);
  return mine;
}

/** Answers `require('@azure/functions-core')` wherever the app lies, as the worker does. Returns the file. */
function provideCore(): string {
  const holder = globalThis as { [slot]?: { readonly core: string; loading(): Registry | undefined } };
  if (holder[slot]) return holder[slot].core;
  const core = createRequire(import.meta.url).resolve(CORE);
  holder[slot] = { core, loading: () => loading };
  const resolver = Module as unknown as { _resolveFilename(request: string, ...rest: unknown[]): string };
  const resolve = resolver._resolveFilename;
  resolver._resolveFilename = (request, ...rest) => (request === CORE ? core : resolve.call(Module, request, ...rest));
  return core;
}
