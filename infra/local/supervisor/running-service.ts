/** What the gateway and the start page know of a function: data that crosses processes. */
export interface DeclaredFunction {
  readonly name: string;
  readonly trigger: string;
  /** Of an HTTP function: methods in upper case, and the template with its prefix, as its host matches it. */
  readonly http?: { readonly methods: readonly string[]; readonly template: string };
}

/** The driver's word to one service: the moment it is, and how many messages wait in each entity of the bus. */
export interface Turn {
  readonly now: number;
  readonly pending: Readonly<Record<string, number>>;
}

/** What came of a turn. */
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
  /** Driven mode: goes once round all functions. */
  round(turn: Turn): Promise<Moved>;
  /** Lets it finish what it has begun, at most `deadlineMs`, then ends it. */
  stop(deadlineMs: number): Promise<void>;
  /** Ends it in the middle of whatever it does. */
  kill(): Promise<void>;
}

/** Starts the service of that name. */
export type Launch = (name: string) => Promise<RunningService>;
