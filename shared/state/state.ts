import type { Actor } from "../contracts/actor.ts";
import type { CloudEvent } from "../contracts/events/cloud-event.ts";
import type { ServiceName } from "../contracts/events/topology.ts";
import type {
	AggregateDefinition,
	AggregateKey,
	Change,
	Decide,
} from "./aggregate.ts";
import type { Cause } from "./cause.ts";
import type {
	ListDefinition,
	ListItem,
	ListQuery,
	Page,
	PageRequest,
	Row,
} from "./lists.ts";

/** An aggregate as it was read. */
export interface Loaded<S> {
	readonly state: S;
	readonly version: number;
	readonly etag: string;
}

export interface ChangeOptions {
	readonly actor: Actor;
	readonly cause?: Cause;
	/** Id of the command: however often it comes, it counts once (kept 30 days). */
	readonly once?: string;
	/** A guess that saves the read. When it is wrong, the aggregate is loaded and decided upon as ever. */
	readonly expect?: "new";
	/** ETag that the caller has seen; another one refuses with `precondition-failed` (412). */
	readonly ifMatch?: string;
}

/** After a change: `state` is undefined when nothing is there (removed, or never made). */
export interface Changed<S> {
	readonly state: S | undefined;
	readonly version: number;
	readonly etag: string | undefined;
	readonly events: readonly CloudEvent[];
	/** False when nothing was to change, or when the command had been counted before. */
	readonly saved: boolean;
}

/** `latest`: the event carries the whole state, older ones are dropped. `each`: every event counts, once. */
export type ApplyMode = "latest" | "each";

/** The state of one service. Everything is asked for by tenant. */
export interface State {
	readonly service: ServiceName;
	load<S>(
		definition: AggregateDefinition<S>,
		tenantId: string,
		id: string,
	): Promise<Loaded<S> | undefined>;
	/** Load, decide, save in one transaction. Throws the decision's Refusal, or StateUnavailable (worth another try). */
	change<S>(
		definition: AggregateDefinition<S>,
		key: AggregateKey,
		decide: Decide<S>,
		options: ChangeOptions,
	): Promise<Changed<S>>;
	/** Brings events of others into one aggregate, in one transaction. Throws GroupSplit when they must be taken one by one. */
	apply<S>(
		definition: AggregateDefinition<S>,
		key: AggregateKey,
		events: readonly CloudEvent[],
		decide: (
			current: S | undefined,
			event: CloudEvent,
		) => Change<S> | undefined,
		mode: ApplyMode,
	): Promise<void>;
	list<R extends Row, S>(
		tenantId: string,
		list: ListDefinition<R, S>,
		query: ListQuery & PageRequest,
	): Promise<Page<ListItem<R>>>;
	/** All lines that match, for CSV. */
	rows<R extends Row, S>(
		tenantId: string,
		list: ListDefinition<R, S>,
		query: ListQuery,
	): Promise<readonly ListItem<R>[]>;
	/** How many lines have each value of a column. */
	totals<R extends Row, S>(
		tenantId: string,
		list: ListDefinition<R, S>,
		column: keyof R & string,
	): Promise<Readonly<Record<string, number>>>;
}
