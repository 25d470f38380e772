import type { CosmosClientOptions } from '@azure/cosmos';
import type { Handler } from './protocol.ts';

/** What `new CosmosClient({ httpClient })` takes. */
export type HttpClient = NonNullable<CosmosClientOptions['httpClient']>;
type PipelineRequest = Parameters<HttpClient['sendRequest']>[0];
type PipelineResponse = Awaited<ReturnType<HttpClient['sendRequest']>>;
type HttpHeaders = PipelineResponse['headers'];

/** Hands the SDK's requests to the handler without a socket. Retries, sessions and batching stay the SDK's own. */
export function inProcessHttpClient(handle: Handler): HttpClient {
  return {
    async sendRequest(request: PipelineRequest): Promise<PipelineResponse> {
      const { pathname, host } = new URL(request.url);
      const headers = { ...request.headers.toJSON(), host };
      const body = typeof request.body === 'string' ? request.body : '';
      const answering = handle({ method: request.method, path: pathname, headers, body });
      const answer = await unlessAborted(answering, request.abortSignal);
      return { request, status: answer.status, headers: new AnswerHeaders(answer.headers), bodyAsText: answer.body };
    },
  };
}

/** The SDK gives up on a request by its signal, and knows that from the name of the error. */
function unlessAborted<T>(answering: Promise<T>, signal: PipelineRequest['abortSignal']): Promise<T> {
  if (!signal) return answering;
  return new Promise((resolve, reject) => {
    const abort = () => reject(new DOMException('The operation was aborted.', 'AbortError'));
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort);
    answering.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

/** A class, since one is made for every answer: an object of closures takes longer to make than the answer. */
class AnswerHeaders implements HttpHeaders {
  readonly #headers: Map<string, string>;

  constructor(given: Readonly<Record<string, string>>) {
    this.#headers = new Map(Object.entries(given));
  }

  get(name: string): string | undefined {
    return this.#headers.get(name.toLowerCase());
  }

  has(name: string): boolean {
    return this.#headers.has(name.toLowerCase());
  }

  set(name: string, value: string | number | boolean): void {
    this.#headers.set(name.toLowerCase(), String(value));
  }

  delete(name: string): void {
    this.#headers.delete(name.toLowerCase());
  }

  toJSON(): Record<string, string> {
    return Object.fromEntries(this.#headers);
  }

  [Symbol.iterator](): Iterator<[string, string]> {
    return this.#headers[Symbol.iterator]();
  }
}
