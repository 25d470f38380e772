import { randomUUID } from 'node:crypto';
import type { Alarm } from '../clock/clock.ts';
import { answerAdmin } from './admin.ts';
import { loadApp } from './app/load-app.ts';
import type { Registry } from './app/registry.ts';
import { runStartHooks, runTerminateHooks } from './app/start-and-terminate.ts';
import { bindFunctions, type HostedFunction, isTriggeredBy, type Trigger } from './bindings/functions.ts';
import { readHostJson } from './configuration/host-json.ts';
import { addLocalSettings, type Environment } from './configuration/settings.ts';
import { type ConnectionOptions, type Connections, createConnections } from './connections.ts';
import type { OnCommit } from './cosmos/waker.ts';
import { callOf, responseOf } from './http/fetch.ts';
import type { HttpAnswer, HttpCall } from './http/message.ts';
import { respond } from './http/respond.ts';
import { createRouter, type Router } from './http/router.ts';
import { type HttpServer, listen } from './http/server.ts';
import { createInvocations, type Invocations } from './invocation.ts';
import type { Listener, ListenerContext, Mode } from './listener.ts';
import type { Log } from './log.ts';
import { createRunByHand } from './run-by-hand.ts';
import { listenToServiceBus, type Pending, type ServiceBusSettings } from './service-bus/listener.ts';
import { listenToTimer } from './timers/timer.ts';
import { forgetfulTimerStatus, type TimerStatusStore } from './timers/timer-status.ts';

export interface HostOptions extends ConnectionOptions {
  /** The folder that holds host.json, package.json and the bundle. */
  readonly root: string;
  /** The app's name; by default that of its folder. */
  readonly name?: string;
  /** App settings; by default those of the process. What local.settings.json adds is written into it. */
  readonly environment?: Environment;
  readonly clock: Alarm;
  readonly mode: Mode;
  readonly log: Log;
  /** Where the status of timers outlives the process; without it a restart notices no run that was missed. */
  readonly timerStatus?: TimerStatusStore;
  /** Driven: how many messages an entity shows, so that an empty one costs nothing. */
  readonly pending?: Pending;
  /** Wakes the Cosmos DB triggers; without it they poll. */
  readonly onCommit?: OnCommit;
}

/** One function, for whoever routes to this host or shows what it runs. */
export interface FunctionSummary {
  readonly name: string;
  readonly trigger: Trigger;
  /** HTTP alone: with the prefix, without a slash in front. */
  readonly route?: string;
  readonly methods?: readonly string[];
}

export interface HostState {
  readonly status: 'opened' | 'running' | 'draining' | 'stopped';
  readonly invocations: { readonly running: number; readonly succeeded: number; readonly failed: number };
  /** What keeps a function from its work, by function name. */
  readonly faults: Readonly<Record<string, string>>;
}

/** One Functions app, loaded and checked. */
export interface Host {
  readonly name: string;
  /** Sorted by name. */
  readonly functions: readonly FunctionSummary[];
  /** What will not do what its author expects, such as a route that is never reached. */
  readonly warnings: readonly string[];
  readonly state: HostState;
  /** Serves the HTTP routes and `/admin` on 127.0.0.1 and answers the port. */
  listen(port: number): Promise<number>;
  /** The same without a socket. */
  fetch(request: Request): Promise<Response>;
  /** Triggers begin. On the wall they take work by themselves from here on. */
  start(): Promise<void>;
  /** Driven: every function once, in name order; answers how many things moved. */
  round(): Promise<number>;
  /** Takes nothing more, finishes what runs, hands back locks. False when it took longer than `deadlineMs` and was cut off. */
  drain(deadlineMs: number): Promise<boolean>;
  /** Ends as a killed process would: nothing is finished, settled or handed back. */
  kill(): Promise<void>;
}

/** Loads and checks an app as Azure would run it. Throws a HostError for what cannot run. */
export async function openHost(options: HostOptions): Promise<Host> {
  const { root, log, environment = process.env } = options;
  addLocalSettings(root, environment);
  const hostJson = readHostJson(root, environment);
  const registry = await loadApp(root, log);
  const functions = bindFunctions(registry, environment);
  const { serviceBus: settings } = hostJson.extensions;
  const router = createRouter(functions, hostJson.extensions.http.routePrefix);
  await runStartHooks(registry, root);
  const invocations = createInvocations(registry, log);
  const connections = createConnections(options);
  const listeners = await Promise.all(
    functions.map((hosted) => createListener(hosted, { options, settings, connections, invocations })),
  );
  return assemble({
    options,
    registry,
    functions,
    router,
    invocations,
    connections,
    listeners: listeners.filter((listener) => listener !== undefined),
  });
}

interface Parts {
  readonly options: HostOptions;
  readonly registry: Registry;
  readonly functions: readonly HostedFunction[];
  readonly router: Router;
  readonly invocations: Invocations;
  readonly connections: Connections;
  readonly listeners: readonly Listener[];
}

interface ListenerParts {
  readonly options: HostOptions;
  readonly settings: ServiceBusSettings;
  readonly connections: Connections;
  readonly invocations: Invocations;
}

/** Routes have none: calls come to them. */
async function createListener(
  { trigger, ...rest }: HostedFunction,
  { options, settings, connections, invocations }: ListenerParts,
): Promise<Listener | undefined> {
  const { mode, clock, log, timerStatus = forgetfulTimerStatus(), pending = () => undefined, onCommit } = options;
  const context: ListenerContext = {
    mode,
    clock,
    invoke: invocations.invoke,
    log: (functionName, level, message) => log({ level, category: 'system', message, functionName }),
  };
  switch (trigger.type) {
    case 'httpTrigger':
      return undefined;
    case 'timerTrigger':
      return listenToTimer({ ...rest, trigger }, timerStatus, context);
    case 'serviceBusTrigger':
      return listenToServiceBus({ ...rest, trigger }, settings, connections, context, pending);
    case 'cosmosDBTrigger': {
      // The SDK takes its time to load: an app without such a trigger starts without it.
      const { listenToCosmosDB } = await import('./cosmos/listener.ts');
      return listenToCosmosDB({ ...rest, trigger }, connections, context, onCommit);
    }
  }
}

function assemble({ options, registry, functions, router, invocations, connections, listeners }: Parts): Host {
  const name = options.name ?? options.root;
  let status: HostState['status'] = 'opened';
  let server: HttpServer | undefined;
  const started = new Set<Listener>();

  const admin = {
    id: randomUUID(),
    functions,
    status: () => (status === 'running' || status === 'opened' ? 'Running' : 'Stopping'),
    run: createRunByHand(listeners, router, invocations.invoke),
  };

  async function handle(call: HttpCall): Promise<HttpAnswer> {
    return answerAdmin(call, admin) ?? respond(call, router, invocations.invoke);
  }

  async function start(): Promise<void> {
    for (const listener of listeners) {
      if (started.has(listener)) continue;
      await listener.start();
      started.add(listener);
    }
  }

  async function stop(): Promise<void> {
    await Promise.all([...listeners.map((listener) => listener.stop()), server?.close()]);
    await invocations.idle();
    await runTerminateHooks(registry);
  }

  async function kill(): Promise<void> {
    status = 'stopped';
    server?.destroy();
    await Promise.all(listeners.map((listener) => listener.kill()));
    await connections.close();
  }

  return {
    name,
    functions: functions.map((hosted) => summary(hosted, router)),
    warnings: warnings(functions, router),
    get state() {
      const { running, succeeded, failed } = invocations;
      return { status, invocations: { running, succeeded, failed }, faults: faults(listeners) };
    },
    async listen(port) {
      server = await listen(port, handle);
      return server.port;
    },
    fetch: async (request) => responseOf(await handle(await callOf(request))),
    async start() {
      await start();
      status = 'running';
    },
    async round() {
      await start();
      let moved = 0;
      for (const listener of listeners) moved += await listener.round();
      return moved;
    },
    async drain(deadlineMs) {
      status = 'draining';
      const finished = await within(deadlineMs, stop());
      await kill();
      return finished;
    },
    kill,
  };
}

function summary({ name, trigger }: HostedFunction, router: Router): FunctionSummary {
  if (trigger.type !== 'httpTrigger') return { name, trigger };
  const route = router.routes.find(({ hosted }) => hosted.name === name);
  return { name, trigger, route: route?.path ?? trigger.route, methods: trigger.methods };
}

function warnings(functions: readonly HostedFunction[], router: Router): string[] {
  if (functions.length === 0)
    return ['No function was registered: does the bundle hold a copy of @azure/functions-core?'];
  const keyed = functions
    .filter(isTriggeredBy('httpTrigger'))
    .filter(({ trigger }) => trigger.authLevel !== 'anonymous')
    .map(
      ({ name, trigger }) =>
        `Function "${name}": authLevel "${trigger.authLevel}" asks for a key in Azure; no key is asked for here.`,
    );
  const idle = functions
    .filter(isTriggeredBy('timerTrigger'))
    .filter(({ trigger }) => trigger.schedule.next(0) === undefined)
    .map(({ name }) => `Function "${name}": its schedule is never due.`);
  return [...router.warnings, ...keyed, ...idle];
}

function faults(listeners: readonly Listener[]): Record<string, string> {
  return Object.fromEntries(
    listeners.flatMap(({ functionName, fault }) => (fault === undefined ? [] : [[functionName, fault]])),
  );
}

/** Whether `work` ended in time. */
async function within(milliseconds: number, work: Promise<void>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), milliseconds);
  });
  try {
    return await Promise.race([work.then(() => true), deadline]);
  } finally {
    clearTimeout(timer);
  }
}
