import {
  Client,
  type Context,
  HTTPMessageHandler,
  type Middleware,
  ResponseType,
} from '@microsoft/microsoft-graph-client';
import type { Call } from './call.ts';

/** What came of one request on the wire. */
export type Exchange =
  | { readonly kind: 'response'; readonly response: Response }
  /** The connection was never made, so nothing was done. */
  | { readonly kind: 'not-sent'; readonly error: unknown }
  /** It broke off, or took too long: what was done is not known. */
  | { readonly kind: 'no-answer'; readonly error: unknown };

export interface Request {
  readonly address: string;
  readonly token: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly call: Call;
}

/** Of the wall: a connection does not live on the product's clock. */
const TIMEOUT_MS = 60_000;

/**
 * Sends one request through Microsoft's client, without its retries: those would sleep on the wall, know nothing of other
 * instances, and repeat what must not be repeated.
 */
export async function exchange({ address, token, headers, call }: Request): Promise<Exchange> {
  const authorised = { ...headers, Authorization: `Bearer ${token}` };
  const wire = exactWire(address);
  const client = Client.initWithMiddleware({ middleware: wire.middleware });
  const request = client.api('').responseType(ResponseType.RAW).headers(authorised);
  request.options({ redirect: 'manual', signal: AbortSignal.timeout(TIMEOUT_MS) });
  try {
    return { kind: 'response', response: await sent(request, call) };
  } catch (error) {
    return { kind: neverConnected(wire.failure ?? error) ? 'not-sent' : 'no-answer', error: wire.failure ?? error };
  }
}

type GraphRequest = ReturnType<Client['api']>;

function sent(request: GraphRequest, call: Call): Promise<Response> {
  switch (call.method) {
    case 'GET':
      return request.get();
    case 'POST':
      return request.post(call.body);
    case 'PATCH':
      return request.patch(call.body);
    case 'PUT':
      return request.put(call.body);
    case 'DELETE':
      return request.delete();
  }
}

/**
 * The client takes addresses apart and puts their query together in another order, but a link must stay as it is; and it
 * wraps what fetch throws in an error of its own, without the cause.
 */
function exactWire(address: string): { readonly middleware: Middleware; failure: unknown } {
  const handler = new HTTPMessageHandler();
  const wire = {
    failure: undefined as unknown,
    middleware: {
      async execute(context: Context) {
        context.request = address;
        try {
          await handler.execute(context);
        } catch (error) {
          wire.failure = error;
          throw error;
        }
      },
    },
  };
  return wire;
}

const NEVER_CONNECTED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT']);

function neverConnected(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause)
    if ('code' in at && NEVER_CONNECTED.has(String(at.code))) return true;
  return false;
}
