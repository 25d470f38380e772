import type { Handler } from '../gateway/handler.ts';

/** A server of this process, for whoever has no need of the socket between. */
export interface InProcess {
  /** Such as `http://127.0.0.1:40000`. */
  readonly origin: string;
  readonly handle: Handler;
}

type Fetch = typeof globalThis.fetch;

/** `fetch` that hands requests to a server of this process to its handler, and all others on. */
export function fetchInProcess({ origin, handle }: InProcess, others: Fetch): Fetch {
  return async (input, init) => {
    const address = input instanceof Request ? input.url : String(input);
    if (!address.startsWith(`${origin}/`)) return others(input, init);
    const { signal, ...rest } = init ?? {};
    signal?.throwIfAborted();
    // A signal is left out of the request: to follow one costs more than all the rest, and the handler heeds none.
    const answering = answerTo(handle, new Request(input, rest));
    return signal ? unlessAborted(answering, signal) : answering;
  };
}

/** A handler that throws lets the connection break, and this is how `fetch` says so. */
async function answerTo(handle: Handler, request: Request): Promise<Response> {
  try {
    return await handle(request);
  } catch (cause) {
    throw new TypeError('fetch failed', { cause });
  }
}

function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
