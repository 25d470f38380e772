/** A call that Graph refuses. `code` and `message` are the words that a caller reads. */
export class GraphError extends Error {
  readonly status: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, code: string, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

export const badRequest = (message: string) => new GraphError(400, 'BadRequest', message);

export const unsupportedQuery = (message: string) => new GraphError(400, 'Request_UnsupportedQuery', message);

export const unknownSegment = (segment: string) =>
  new GraphError(400, 'BadRequest', `Resource not found for the segment '${segment}'.`);

export const notFound = (id: string) =>
  new GraphError(
    404,
    'Request_ResourceNotFound',
    `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
  );

export const conflict = (message: string) => new GraphError(409, 'Conflict', message);

/** Ids under which a call is found again in the logs of both sides. */
export interface CallIds {
  readonly requestId: string;
  readonly clientRequestId: string;
  /** Milliseconds since 1970. */
  readonly time: number;
}

/** The body of every error of Graph. */
export function errorBody({ code, message }: { code: string; message: string }, ids: CallIds) {
  return {
    error: {
      code,
      message,
      innerError: {
        date: new Date(ids.time).toISOString().slice(0, 19),
        'request-id': ids.requestId,
        'client-request-id': ids.clientRequestId,
      },
    },
  };
}

/** Intune wraps its own error, as JSON text, into the message. */
export function intuneMessage(message: string, ids: CallIds): string {
  return JSON.stringify({
    _version: 3,
    Message: `${message} - Operation ID (for customer support): 00000000-0000-0000-0000-000000000000 - Activity ID: ${ids.requestId} - Url: https://fef.simulated.manage.microsoft.example/`,
    CustomApiErrorPhrase: '',
    RetryAfter: null,
    ErrorSourceService: '',
    HttpHeaders: '{}',
  });
}
