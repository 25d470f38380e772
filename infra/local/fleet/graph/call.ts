import type { Query } from '../odata/query.ts';
import type { Tenant } from '../tenant/tenant.ts';
import type { Quirks } from './quirks.ts';

export type Version = 'v1.0' | 'beta';

export type JsonObject = Readonly<Record<string, unknown>>;

/** A request that was let in: who asks, for which tenant, in which version. */
export interface Call {
  readonly tenant: Tenant;
  /** The client id of the app that asks. */
  readonly app: string;
  readonly version: Version;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Values of the placeholders of the path. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: Query;
  readonly headers: Headers;
  /** Of a call without one: empty. */
  readonly body: JsonObject;
  readonly quirks: Quirks;
  /** Where Graph is, such as `http://127.0.0.1:40000`. */
  readonly origin: string;
  /** Path and query as asked, such as `/v1.0/users?$top=5`. */
  readonly target: string;
  readonly requestId: string;
  /** Sends a request to somebody outside, such as the receiver of notifications. */
  deliver(request: Request): Promise<Response>;
  /** Sends a request of a batch through everything that a request goes through. */
  perform(request: InnerRequest): Promise<Answer>;
}

export interface InnerRequest {
  readonly method: string;
  /** From the version on, such as `/users?$top=5`. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON; bytes and text go out as they are. */
  readonly body?: unknown;
}

export const ok = (body: unknown): Answer => ({ status: 200, body });

export const created = (body: unknown): Answer => ({ status: 201, body });

export const noContent: Answer = { status: 204 };
