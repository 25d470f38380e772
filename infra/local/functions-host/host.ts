import { basename } from 'node:path';
import { answerAdmin } from './admin.ts';
import { loadApp } from './app/load-app.ts';
import type { Registry } from './app/registry.ts';
import { runStartHooks, runTerminateHooks } from './app/start-and-terminate.ts';
import { bindFunctions, type HostedFunction, type Trigger } from './bindings/functions.ts';
import { readHostJson } from './configuration/host-json.ts';
import { addLocalSettings, type Environment } from './configuration/settings.ts';
import { type ConnectionOptions, type Connections, createConnections } from './connections.ts';
import { messageOf } from './errors.ts';
import { callOf, responseOf } from './http/fetch.ts';
import type { HttpAnswer, HttpCall } from './http/message.ts';
import { respond } from './http/respond.ts';
import { createRouter, type Router } from './http/router.ts';
import { type HttpServer, listen } from './http/server.ts';
import { randomId, repeatableIds } from './identifiers.ts';
import { createInvocations, type Invocations } from './invocation.ts';
import { createListeners, type ListenerOptions, type Listeners } from './listeners.ts';
import type { Log } from './log.ts';
import { endsWithin } from './pause.ts';
import { createRunByHand } from './run-by-hand.ts';
import { warningsOf } from './warnings.ts';

export interface HostOptions extends ConnectionOptions, ListenerOptions {
  /** The folder that holds host.json, package.json and the bundle. */
  readonly root: string;
  /** The app's name; by default that of its folder. */
  readonly name?: string;
  /** App settings; by default those of the process. What local.settings.json adds is written into it. */
  readonly environment?: Environment;
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
  const { root, log, mode, clock, environment = process.env } = options;
  const name = options.name ?? basename(root);
  const newId = mode === 'driven' ? repeatableIds(name, clock) : randomId;
  addLocalSettings(root, environment);
  const hostJson = readHostJson(root, environment);
  const registry = await loadApp(root, log);
  const functions = bindFunctions(registry, environment);
  const router = createRouter(functions, hostJson.extensions.http.routePrefix);
  const warnings = warningsOf(functions, router, hostJson);
  await runStartHooks(registry, root);
  const invocations = createInvocations(registry, log, newId);
  const connections = createConnections(options);
  const listeners = await createListeners(functions, options, {
    invoke: invocations.invoke,
    connections,
    settings: hostJson.extensions.serviceBus,
  });
  return assemble({ name, log, registry, functions, router, warnings, invocations, connections, listeners });
}

interface Parts {
  readonly name: string;
  readonly log: Log;
  readonly registry: Registry;
  readonly functions: readonly HostedFunction[];
  readonly router: Router;
  readonly warnings: readonly string[];
  readonly invocations: Invocations;
  readonly connections: Connections;
  readonly listeners: Listeners;
}

function assemble({
  name,
  log,
  registry,
  functions,
  router,
  warnings,
  invocations,
  connections,
  listeners,
}: Parts): Host {
  let status: HostState['status'] = 'opened';
  let server: HttpServer | undefined;

  const admin = {
    id: name,
    functions,
    status: () => (status === 'running' || status === 'opened' ? 'Running' : 'Stopping'),
    run: createRunByHand(listeners.all, router, invocations.invoke),
  };

  async function handle(call: HttpCall): Promise<HttpAnswer> {
    return answerAdmin(call, admin) ?? respond(call, router, invocations.invoke);
  }

  async function finish(): Promise<void> {
    await Promise.all([listeners.stop(), server?.close()]);
    await invocations.idle();
    await runTerminateHooks(registry).catch((error) =>
      log({ level: 'error', category: 'system', message: `An appTerminate hook failed: ${messageOf(error)}` }),
    );
  }

  async function kill(): Promise<void> {
    status = 'stopped';
    server?.destroy();
    await listeners.kill();
    await connections.close();
  }

  return {
    name,
    functions: functions.map((hosted) => summary(hosted, router)),
    warnings,
    get state() {
      const { running, succeeded, failed } = invocations;
      return { status, invocations: { running, succeeded, failed }, faults: listeners.faults() };
    },
    async listen(port) {
      server = await listen(port, handle);
      return server.port;
    },
    fetch: async (request) => responseOf(await handle(await callOf(request))),
    async start() {
      await listeners.start();
      status = 'running';
    },
    round() {
      status = 'running';
      return listeners.round();
    },
    async drain(deadlineMs) {
      status = 'draining';
      const finished = await endsWithin(deadlineMs, finish());
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
