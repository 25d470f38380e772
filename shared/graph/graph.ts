import type { ServiceName } from '../contracts/events/topology.ts';
import type { Context } from '../functions/context.ts';
import type { State } from '../state/state.ts';
import type { Clock } from '../time/clock.ts';
import { openBudgets, type RemainingBudget } from './budget/budgets.ts';
import type { Lane } from './budget/lanes.ts';
import type { Endpoints } from './call/address.ts';
import { type BatchItem, type BatchResult, sendBatch } from './call/batch.ts';
import type { Answer, Call, Target, Version } from './call/call.ts';
import { type Intent, type Outcome, perform } from './call/perform.ts';
import { send, type Wire } from './call/send.ts';
import { type Access, accessTo } from './credentials/access.ts';
import { entraCredentials } from './credentials/entra.ts';
import { type CredentialFor, openTokens } from './credentials/tokens.ts';
import type { Purpose } from './purpose.ts';
import { type DeltaRound, deltaRound } from './reading/delta.ts';
import { type Page, pages } from './reading/pages.ts';
import { defenderBaseUrl, entraAuthority, graphBaseUrl, graphSignIn, graphWrites } from './settings.ts';

/** Microsoft Graph and Defender, for one tenant and one purpose. */
export interface Graph {
  /** One call; see `send` for how it ends. */
  send(call: Call): Promise<Answer>;
  /** One object, as its schema reads it. */
  get<T>(target: Target, read: (body: unknown) => T): Promise<T>;
  /** A collection, page by page. */
  pages(target: Target): AsyncIterable<Page>;
  /** What has changed since the delta link, or everything. */
  deltaRound(start: Target, deltaLink: string | undefined): Promise<DeltaRound>;
  /** Up to twenty calls at a time, each with an end of its own. */
  batch(version: Version, items: readonly BatchItem[]): Promise<ReadonlyMap<string, BatchResult>>;
  /** What must not be done twice. */
  perform<E>(intent: Intent<E>): Promise<Outcome<E>>;
  /** What the tokens allow. Costs no call. */
  access(): Promise<Access>;
  /** What is left of the service's share of Microsoft's limits. */
  remaining(): Promise<readonly RemainingBudget[]>;
}

export interface GraphOptions {
  readonly service: ServiceName;
  readonly state: State;
  readonly clock: Clock;
  readonly endpoints: Endpoints;
  readonly credentialFor: CredentialFor;
  readonly writesAllowed: boolean;
}

/** The room of one service: budgets and tokens are shared by all its calls. */
export function openGraph({ credentialFor, ...options }: GraphOptions): (purpose: Purpose) => Graph {
  const tokens = openTokens(credentialFor, options.clock);
  const wire: Wire = { ...options, tokens, budgets: openBudgets(options) };
  return (purpose) => ({
    send: (call) => send(wire, purpose, call),
    get: async (target, read) => read((await send(wire, purpose, { target, method: 'GET' })).body),
    pages: (target) => pages(wire, purpose, target),
    deltaRound: (start, deltaLink) => deltaRound(wire, purpose, start, deltaLink),
    batch: (version, items) => sendBatch(wire, purpose, version, items),
    perform: (intent) => perform(wire, purpose, intent),
    access: () => accessTo(tokens, purpose.tenantId, options.writesAllowed),
    remaining: () => wire.budgets.remaining(purpose),
  });
}

/** Rooms that are open, by the state of their service: several services may live in one process. */
const rooms = new WeakMap<State, (purpose: Purpose) => Graph>();

/** Graph for an invocation about a tenant. The service's `settings` must list `graphSettings`. */
export function graphOf(context: Context, { lane, reason }: { readonly lane: Lane; readonly reason: string }): Graph {
  const { state, tenantId, correlationId, log } = context;
  if (tenantId === undefined) throw new TypeError('A call to Microsoft is about a tenant.');
  const room = rooms.get(state) ?? openGraph(optionsOf(context));
  rooms.set(state, room);
  return room({ tenantId, lane, reason, correlationId, log });
}

function optionsOf({ service, state, clock, settings }: Context): GraphOptions {
  return {
    service,
    state,
    clock,
    endpoints: { graph: settings.get(graphBaseUrl), defender: settings.get(defenderBaseUrl) },
    credentialFor: entraCredentials(settings.get(graphSignIn), settings.get(entraAuthority)),
    writesAllowed: settings.get(graphWrites) === 'allowed',
  };
}

/** Targets of Graph's two versions and of Defender. */
export const v1 = (path: `/${string}`): Target => ({ api: 'graph', version: 'v1.0', path });
export const beta = (path: `/${string}`): Target => ({ api: 'graph', version: 'beta', path });
export const defender = (path: `/${string}`): Target => ({ api: 'defender', path });
