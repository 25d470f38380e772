import type { JsonObject } from './call.ts';

/** A call that may change something, with all that its effect depends on. */
export interface Write {
  /** The id of the tenant. */
  readonly tenant: string;
  /** The client id of the app that asks. */
  readonly app: string;
  readonly method: string;
  /** Path and query, from the version on. */
  readonly target: string;
  readonly body: JsonObject;
  /** Those that decide about it. */
  readonly headers: Readonly<Record<string, string>>;
}
