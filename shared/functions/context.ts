import type { InvocationContext } from '@azure/functions';
import type { Bus } from '../bus/bus.ts';
import type { Actor } from '../contracts/actor.ts';
import type { ServiceName } from '../contracts/events/topology.ts';
import type { State } from '../state/state.ts';
import type { Clock } from '../time/clock.ts';
import type { Runtime } from './runtime.ts';
import { logFormat } from './settings/core.ts';
import type { Settings } from './settings/settings.ts';
import { type Log, type LogLevel, openLog } from './telemetry/log.ts';

/** What a route, handler or timer is given: all of it belongs to one service and one invocation, nothing is hidden behind it. */
export interface Context {
  readonly service: ServiceName;
  readonly state: State;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly log: Log;
  readonly settings: Settings;
  /** Absent in timers, and in routes about no single tenant. */
  readonly tenantId?: string;
  readonly actor: Actor;
  readonly correlationId: string;
  /** W3C Trace Context, when the caller or the message brought one. */
  readonly traceparent?: string;
}

/** The same where it is about one tenant. */
export type TenantContext = Context & { readonly tenantId: string };

/** What differs from one invocation to the next. Without an actor it is the service itself that acts. */
export interface Invocation {
  readonly correlationId: string;
  readonly tenantId?: string | undefined;
  readonly actor?: Actor | undefined;
  readonly traceparent?: string | undefined;
}

/** The context of one invocation. */
export function contextOf(runtime: Runtime, host: InvocationContext, invocation: Invocation): Context {
  const { service, settings, state, bus, clock } = runtime;
  const { tenantId, traceparent, correlationId, actor = { kind: 'service', id: service.name } } = invocation;
  const log = logOf(runtime, host, correlationId);
  return {
    service: service.name,
    state,
    bus,
    clock,
    log: tenantId ? log.with({ tenant: tenantId }) : log,
    settings,
    actor,
    correlationId,
    ...(tenantId && { tenantId }),
    ...(traceparent && { traceparent }),
  };
}

/** The log of one invocation, through the host's own. */
export function logOf({ service, settings, clock }: Runtime, host: InvocationContext, correlationId: string): Log {
  const write = (level: LogLevel, line: string): void => host[level](line);
  return openLog(
    { clock, format: settings.get(logFormat), write },
    { service: service.name, correlation: correlationId },
  );
}
