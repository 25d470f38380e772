import type { Container } from './container.ts';
import { badRequest } from './errors.ts';
import { isObject, type Json, type JsonObject } from './json.ts';

/** Header names are in lower case. */
export type RequestHeaders = Readonly<Record<string, string | undefined>>;

/** One request of the gateway protocol, as it comes from a socket or straight from an SDK. */
export interface CosmosRequest {
  readonly method: string;
  /** Path of the resource, percent-encoded as in the URL. */
  readonly path: string;
  readonly headers: RequestHeaders;
  readonly body: string;
  /** At most so many items on a page, whatever the client asks for: the service may always give fewer, even none. */
  readonly pageLimit?: number | undefined;
}

export interface CosmosResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A request whose body has been understood. */
export interface Call {
  readonly method: string;
  readonly headers: RequestHeaders;
  readonly body: Json | undefined;
  /** Size of the body in bytes. */
  readonly size: number;
  readonly pageLimit: number | undefined;
}

/** Answers one request. Rejects with `ConnectionDropped` where a client sees the connection end instead. */
export type Handler = (request: CosmosRequest) => Promise<CosmosResponse>;

/** What a resource answers, before the headers that every response carries. */
export interface Answer {
  readonly status: number;
  /** JSON text, or empty. */
  readonly body: string;
  /** Request units. */
  readonly charge: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** The container that a write has changed. */
  readonly changed?: Container;
}

/** True for the header values `True` (.NET) and `true` (JavaScript). */
export function isSet(headers: RequestHeaders, name: string): boolean {
  return headers[name]?.toLowerCase() === 'true';
}

/** Whether the request changes nothing: a read, a query, the feed. */
export const isReading = ({ method, headers }: Pick<CosmosRequest, 'method' | 'headers'>): boolean =>
  method === 'GET' || isSet(headers, 'x-ms-documentdb-isquery');

/** Whether a write is to be answered without the document. */
export const wantsMinimal = (headers: RequestHeaders): boolean => /return=minimal/i.test(headers['prefer'] ?? '');

/** The body, which has to be an object. */
export function objectBody({ body }: Call): JsonObject {
  if (isObject(body)) return body;
  throw badRequest('The request body must be a JSON object.');
}
