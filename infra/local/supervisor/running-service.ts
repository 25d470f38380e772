/** What others need to know of a function: data that crosses processes. */
export interface DeclaredFunction {
  readonly name: string;
  /** Of an HTTP function: methods in upper case, and the template with its prefix, as its host matches it. */
  readonly http?: { readonly methods: readonly string[]; readonly template: string };
  /** Of a Service Bus function: the path of its queue or subscription. */
  readonly entity?: string;
  /** Of a Cosmos DB function: the container whose change feed it reads. */
  readonly feed?: { readonly database: string; readonly container: string };
}

/** What came of a round. */
export interface Moved {
  /** Messages, pages and timers handled; nothing moved means quiet. */
  readonly moved: number;
  /** The next moment at which a timer of this service is due. */
  readonly next: number | undefined;
}

/** A service that runs, in this process or in its own. */
export interface RunningService {
  readonly name: string;
  readonly functions: readonly DeclaredFunction[];
  /** Sends a request to its routes. */
  fetch(request: Request): Promise<Response>;
  /** How often its functions have run; absent where that is not known. */
  executions?(): number;
  /** Driven mode: goes once round all functions at the moment `now`, in milliseconds since 1970. */
  round(now: number): Promise<Moved>;
  /** Lets it finish what it has begun, at most `deadlineMs`, then ends it. */
  stop(deadlineMs: number): Promise<void>;
  /** Ends it in the middle of whatever it does. */
  kill(): Promise<void>;
}

/** What keeps functions from their work, in words, by name. */
export type Faults = Readonly<Record<string, string>>;

/** How many messages wait in a queue or subscription. */
export type Pending = (entity: string) => number;
