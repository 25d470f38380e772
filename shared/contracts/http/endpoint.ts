import type * as z from 'zod';
import type { Permission } from './roles.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
export type ErrorStatus = 400 | 401 | 402 | 403 | 404 | 409 | 410 | 412 | 413 | 415 | 422 | 423 | 428 | 429 | 503;
export type AnswerStatus = 200 | 201 | 202 | 204;

/** Nobody calls without an identity, except where a route says why. */
export type Access =
  /** A caller whose role carries the permission, in a tenant that names the caller as an operator: the path has `{tenantId}`. */
  | { readonly permission: Permission; readonly scope: 'tenant' }
  /**
   * The same for what a service has on record. To those who run the product that is open too where it belongs to no tenant
   * (`-`), or to one that this service has not heard of: the message that would have told it may be a dead letter.
   */
  | { readonly permission: Permission; readonly scope: 'records' }
  /** The same without one tenant: about the service, or about all tenants that the caller may operate. */
  | { readonly permission: Permission; readonly scope: 'service' }
  /** About the product as a whole: only for people of those who run it, whatever role others have at home. */
  | { readonly permission: Permission; readonly scope: 'platform' }
  /** No token: the route proves its caller otherwise (a webhook's signature) or has nothing to protect. */
  | { readonly public: string };

type ObjectSchema = z.ZodObject;

/** One operation over HTTP, as data: validation, types, the OpenAPI document and the reference page all follow from it. */
export interface Endpoint {
  readonly method: Method;
  /** With `{name}` for each parameter, as OpenAPI and the Functions host write it. */
  readonly path: `/${string}`;
  readonly summary: string;
  readonly access: Access;
  /** Default: 1 MB. */
  readonly bodyLimitBytes?: number;
  readonly params?: ObjectSchema;
  readonly query?: ObjectSchema;
  /** A JSON body. `raw` hands over the bytes untouched, for signatures. */
  readonly body?: z.ZodType | 'raw';
  /** `required`: an update must quote the ETag of what it read. */
  readonly ifMatch?: 'required';
  /** Writes are refused while a tenant is suspended, except where this says otherwise. */
  readonly whileSuspended?: true;
  /** And once a tenant has left, except where the decision itself says so: it knows which calls were counted before. */
  readonly whileOffboarded?: true;
  /** The body for each status of success; `undefined` schemas answer without a body. */
  readonly answers: { readonly [status in AnswerStatus]?: z.ZodType };
  /** The list is also given as CSV to a caller who accepts `text/csv`. */
  readonly csv?: true;
  /** Some calls are answered with 200 and a bare text. */
  readonly text?: true;
  /** Stable codes of refusals with their status, beyond those that every route has. */
  readonly errors?: Readonly<Record<string, ErrorStatus>>;
}

/** Operations by name. The name is the OpenAPI `operationId`. */
export type Endpoints = Readonly<Record<string, Endpoint>>;

/** Keeps the exact types of a table, from which handlers and the console take theirs. */
export const defineEndpoints = <const T extends Endpoints>(endpoints: T): T => endpoints;
