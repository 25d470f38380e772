import type * as z from 'zod';
import type { Endpoint } from '../contracts/http/endpoint.ts';
import type { Caller } from './access/caller.ts';
import type { Context } from './context.ts';

/** One validated request. What the endpoint's table declares is here with its type, and nothing else is. */
export interface Call<E extends Endpoint = Endpoint> {
  readonly context: Context &
    (E['access'] extends { scope: 'tenant' | 'records' } ? { readonly tenantId: string } : unknown);
  readonly params: Parsed<E['params']>;
  readonly query: Parsed<E['query']>;
  readonly body: E['body'] extends 'raw' ? Buffer : Parsed<E['body']>;
  readonly caller: E['access'] extends { public: string } ? undefined : Caller;
  /** A UUID that names this write: derived from tenant, caller, operation and Idempotency-Key, random when no key was sent. */
  readonly commandId: string;
  /** The ETag that an update quotes. */
  readonly ifMatch: E['ifMatch'] extends 'required' ? string : string | undefined;
  /** The ETag of what the caller has already. */
  readonly ifNoneMatch: string | undefined;
  readonly accepts: 'json' | 'csv';
  readonly headers: { get(name: string): string | null };
}

type Parsed<T> = T extends z.ZodType ? z.output<T> : undefined;
