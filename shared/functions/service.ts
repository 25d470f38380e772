import type { Handler } from "../bus/handlers.ts";
import type { ServiceName } from "../contracts/events/topology.ts";
import type { Operator } from "../contracts/operator.ts";
import type { ListDefinition } from "../state/lists.ts";
import type { Context } from "./context.ts";
import type { Route } from "./routes.ts";
import type { Setting } from "./settings/settings.ts";
import type { Timer } from "./timers.ts";

/** A service, as its `main.ts` lists it. */
export interface ServiceDefinition {
	readonly name: ServiceName;
	readonly routes: readonly Route[];
	readonly handlers: readonly Handler[];
	readonly timers: readonly Timer[];
	readonly lists: readonly ListDefinition[];
	readonly settings: readonly Setting<unknown>[];
	/** Who may operate the tenant, by this service's own copy of the tenant record; undefined when it knows no such tenant. */
	tenantOperators(
		context: Context,
		tenantId: string,
	): Promise<readonly Operator[] | undefined>;
}
