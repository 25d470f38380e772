import type { CosmosClientOptions } from '@azure/cosmos';
import type { CosmosRequest, CosmosResponse } from './protocol.ts';

/** What `new CosmosClient({ httpClient })` takes. */
export type HttpClient = NonNullable<CosmosClientOptions['httpClient']>;
type PipelineRequest = Parameters<HttpClient['sendRequest']>[0];
type PipelineResponse = Awaited<ReturnType<HttpClient['sendRequest']>>;
type HttpHeaders = PipelineResponse['headers'];

/** Hands the SDK's requests to the handler without a socket. Retries, sessions and batching stay the SDK's own. */
export function inProcessHttpClient(handle: (request: CosmosRequest) => Promise<CosmosResponse>): HttpClient {
  return {
    async sendRequest(request: PipelineRequest): Promise<PipelineResponse> {
      const { pathname, host } = new URL(request.url);
      const headers = { ...request.headers.toJSON(), host };
      const body = typeof request.body === 'string' ? request.body : '';
      const {
        status,
        headers: answered,
        body: text,
      } = await handle({ method: request.method, path: pathname, headers, body });
      return { request, status, headers: httpHeaders(answered), bodyAsText: text };
    },
  };
}

function httpHeaders(given: Readonly<Record<string, string>>): HttpHeaders {
  const headers = new Map(Object.entries(given));
  return {
    get: (name) => headers.get(name.toLowerCase()),
    has: (name) => headers.has(name.toLowerCase()),
    set: (name, value) => void headers.set(name.toLowerCase(), String(value)),
    delete: (name) => void headers.delete(name.toLowerCase()),
    toJSON: () => Object.fromEntries(headers),
    [Symbol.iterator]: () => headers[Symbol.iterator](),
  };
}
