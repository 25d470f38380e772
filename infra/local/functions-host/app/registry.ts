import { HostError } from '../errors.ts';
import type { Log, LogEntry, LogLevel } from '../log.ts';
import {
  type FunctionMetadata,
  type Handler,
  HOOK_NAMES,
  type Hook,
  type HookName,
  type ProgrammingModel,
} from './worker.ts';

/** One function as the app declared it. */
export interface RegisteredFunction {
  readonly metadata: FunctionMetadata;
  readonly handler: Handler;
}

/** What one app has registered; the module `@azure/functions-core` speaks to it. */
export interface Registry {
  readonly functions: ReadonlyMap<string, RegisteredFunction>;
  readonly hooks: Readonly<Record<HookName, readonly Hook[]>>;
  /** Hooks of one app share this object. */
  readonly appHookData: Record<string, unknown>;
  /** The first error of a registration: an app that swallows it must not run with half its functions. */
  readonly failure: HostError | undefined;
  /** From here on registering is refused, as by the worker. */
  lock(): void;
  setProgrammingModel(model: ProgrammingModel): void;
  getProgrammingModel(): ProgrammingModel | undefined;
  registerFunction(metadata: FunctionMetadata, handler: Handler): () => void;
  registerHook(name: string, hook: Hook): () => void;
  log(level: LogLevel, category: LogEntry['category'], message: string): void;
}

const FUNCTION_NAME = /^[a-z][a-z0-9_-]{0,127}$/i;

/** An empty registry; `log` takes what the library says outside of an invocation. */
export function createRegistry(log: Log): Registry {
  const functions = new Map<string, RegisteredFunction>();
  const hooks = Object.fromEntries(HOOK_NAMES.map((name) => [name, []])) as unknown as Record<HookName, Hook[]>;
  let model: ProgrammingModel | undefined;
  let failure: HostError | undefined;
  let locked = false;

  function refuse(error: HostError): never {
    failure ??= error;
    throw error;
  }

  return {
    functions,
    hooks,
    appHookData: {},
    get failure() {
      return failure;
    },
    lock() {
      locked = true;
    },
    setProgrammingModel(next) {
      model = next;
    },
    getProgrammingModel: () => model,
    registerFunction(metadata, handler) {
      const { name } = metadata;
      if (locked) throw systemError(new Error('A function can only be registered during app startup.'));
      if (!FUNCTION_NAME.test(name) || name.toLowerCase() === 'host')
        refuse(
          new HostError(
            'FunctionNameInvalid',
            `"${name}" is not a function name: a letter, then up to 127 letters, digits, "_" or "-", and not "host".`,
          ),
        );
      const key = name.toLowerCase();
      if (functions.has(key))
        refuse(
          new HostError('FunctionDuplicate', `Function "${name}" is registered twice: give one of them another name.`),
        );
      functions.set(key, { metadata, handler });
      return () => void functions.delete(key);
    },
    registerHook(name, hook) {
      const list = hooks[name as HookName];
      if (!list) throw systemError(new RangeError(`Unrecognized hook "${name}"`));
      list.push(hook);
      return () => {
        const index = list.indexOf(hook);
        if (index >= 0) list.splice(index, 1);
      };
    },
    log: (level, category, message) => log({ level, category, message }),
  };
}

/** The library tells the worker's errors from the app's by this mark. */
function systemError<E extends Error>(error: E): E {
  return Object.assign(error, { isAzureFunctionsSystemError: true });
}
