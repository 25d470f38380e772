import type { Endpoint, Endpoints } from "../contracts/http/endpoint.ts";
import type { Answer } from "./answers.ts";
import type { Call } from "./call.ts";

/** An endpoint with its handler. */
export interface Route {
	readonly operation: string;
	readonly endpoint: Endpoint;
	handle(call: Call): Promise<Answer>;
}

export type RouteHandlers<T extends Endpoints> = {
	readonly [Operation in keyof T]: RouteHandler<T[Operation]>;
};
export type RouteHandler<E extends Endpoint> = (
	call: Call<E>,
) => Promise<Answer<E>>;

/** Joins a table of endpoints with a handler for each of its operations. */
export function routes<const T extends Endpoints>(
	endpoints: T,
	handlers: RouteHandlers<T>,
): Route[] {
	return Object.entries(endpoints).map(([operation, endpoint]) => ({
		operation,
		endpoint,
		// The table's types hold for the handler; the door parses every call by the same table.
		handle: handlers[operation as keyof T] as unknown as Route["handle"],
	}));
}
