import type { Bus } from "../bus/bus.ts";
import type { Actor } from "../contracts/actor.ts";
import type { ServiceName } from "../contracts/events/topology.ts";
import type { State } from "../state/state.ts";
import type { Clock } from "../time/clock.ts";
import type { Settings } from "./settings/settings.ts";
import type { Log } from "./telemetry/log.ts";

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
