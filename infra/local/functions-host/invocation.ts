import type { Registry } from './app/registry.ts';
import type {
  CoreInvocationContext,
  HookContext,
  HookName,
  InvocationRequest,
  InvocationResponse,
} from './app/worker.ts';
import type { HostedFunction } from './bindings/functions.ts';
import { messageOf } from './errors.ts';
import { guid, type NewId } from './identifiers.ts';
import type { Log, LogEntry } from './log.ts';
import { type Caller, traceContext } from './trace.ts';

/** What a trigger hands to its function. */
export interface Work extends Omit<InvocationRequest, 'traceContext'> {
  /** Absent: the invocation begins a trace of its own. */
  readonly caller?: Caller;
}

/** Runs one function once. Rejects with what the handler or a hook threw. */
export type Invoke = (hosted: HostedFunction, work: Work) => Promise<InvocationResponse>;

export interface Invocations {
  readonly invoke: Invoke;
  readonly running: number;
  readonly succeeded: number;
  readonly failed: number;
  /** Resolves when nothing runs any more. */
  idle(): Promise<void>;
}

/** The worker's invocation handler, for the functions of one app. */
export function createInvocations(registry: Registry, log: Log, newId: NewId): Invocations {
  const running = new Set<Promise<InvocationResponse>>();
  let succeeded = 0;
  let failed = 0;

  return {
    invoke(hosted, { caller, ...work }) {
      const request = { ...work, invocationId: guid(newId), traceContext: traceContext(newId, caller) };
      const invocation = invokeOnce(registry, log, hosted, request);
      running.add(invocation);
      invocation
        .then(
          () => succeeded++,
          () => failed++,
        )
        .finally(() => running.delete(invocation));
      return invocation;
    },
    get running() {
      return running.size;
    },
    get succeeded() {
      return succeeded;
    },
    get failed() {
      return failed;
    },
    async idle() {
      while (running.size > 0) await Promise.allSettled(running);
    },
  };
}

/** Runs the hooks of one moment, one after the other. */
export async function runHooks(registry: Registry, name: HookName, context: HookContext): Promise<void> {
  for (const hook of [...registry.hooks[name]]) await hook(context);
}

async function invokeOnce(
  registry: Registry,
  log: Log,
  hosted: HostedFunction,
  request: CoreInvocationContext['request'],
): Promise<InvocationResponse> {
  const { invocationId } = request;
  const { name } = hosted;
  const system = (level: 'information' | 'error', message: string) =>
    log({ level, category: 'system', message, functionName: name, invocationId });
  system('information', `Executing 'Functions.${name}' (Id=${invocationId})`);
  const started = performance.now();
  const duration = () => `Id=${invocationId}, Duration=${Math.round(performance.now() - started)}ms`;
  try {
    const response = await runModel(registry, log, hosted, request);
    system('information', `Executed 'Functions.${name}' (Succeeded, ${duration()})`);
    return response;
  } catch (error) {
    system('error', `Executed 'Functions.${name}' (Failed, ${duration()}): ${stackOf(error)}`);
    throw error;
  }
}

/** The order of hooks and handler is the worker's: a failing preInvocation hook ends it all, postInvocation sees an error and may replace it. */
async function runModel(
  registry: Registry,
  log: Log,
  { name, metadata, handler }: HostedFunction,
  request: CoreInvocationContext['request'],
): Promise<InvocationResponse> {
  const seen: { context?: unknown } = {};
  const core: CoreInvocationContext = {
    invocationId: request.invocationId,
    request,
    metadata,
    log: invocationLog(registry, log, { functionName: name, invocationId: request.invocationId }, seen),
  };
  const model = registry.getProgrammingModel()?.getInvocationModel(core);
  if (!model) throw new Error(`The app of function "${name}" has set no programming model.`);
  const { context, inputs } = await model.getArguments();
  seen.context = context;

  const shared = { hookData: {}, appHookData: registry.appHookData, invocationContext: context };
  const before = { ...shared, functionCallback: handler, inputs };
  core.state = 'preInvocationHooks';
  await runHooks(registry, 'preInvocation', before);

  const after: { result: unknown; error: unknown } & HookContext = {
    ...shared,
    inputs: before.inputs,
    result: null,
    error: null,
  };
  core.state = 'invocation';
  try {
    after.result = await model.invokeFunction(context, before.inputs, before.functionCallback);
  } catch (error) {
    after.error = error ?? new Error('The handler threw nothing.');
  }
  core.state = 'postInvocationHooks';
  await runHooks(registry, 'postInvocation', after);
  if (after.error !== null && after.error !== undefined) throw after.error;
  return model.getResponse(context, after.result);
}

/** What the app logs passes the log hooks, which may change level and message. */
function invocationLog(
  registry: Registry,
  log: Log,
  origin: Pick<LogEntry, 'functionName' | 'invocationId'>,
  seen: { readonly context?: unknown },
): CoreInvocationContext['log'] {
  return (level, category, message) => {
    const line = {
      hookData: {},
      appHookData: registry.appHookData,
      level,
      message,
      category,
      invocationContext: seen.context,
    };
    for (const hook of registry.hooks.log) hook(line);
    log({ ...origin, level: line.level, message: line.message, category });
  };
}

function stackOf(thrown: unknown): string {
  return thrown instanceof Error ? (thrown.stack ?? thrown.message) : messageOf(thrown);
}
