/** What the service answers a request that it refuses. `code` is stable and goes into the body. */
export class CosmosError extends Error {
  readonly status: number;
  readonly code: string;
  readonly substatus: number | undefined;
  readonly retryAfterInMs: number | undefined;

  constructor(status: number, message: string, details: { substatus?: number; retryAfterInMs?: number } = {}) {
    super(message);
    this.name = 'CosmosError';
    this.status = status;
    this.code = CODES[status] ?? 'InternalServerError';
    this.substatus = details.substatus;
    this.retryAfterInMs = details.retryAfterInMs;
  }
}

/** The connection ended before an answer: what a client sees of a broken network. */
export class ConnectionDropped extends Error {
  readonly code = 'ECONNRESET';

  constructor() {
    super('socket hang up');
    this.name = 'ConnectionDropped';
  }
}

/** Substatus codes, as the service documents them. */
export const SUBSTATUS = {
  partitionKeyMismatch: 1001,
  readSessionNotAvailable: 1002,
  ownerResourceNotFound: 1003,
  requestRateTooLarge: 3200,
} as const;

export const badRequest = (message: string, substatus?: number) =>
  new CosmosError(400, message, substatus === undefined ? {} : { substatus });

export const notFound = (message = 'Entity with the specified id does not exist in the system.') =>
  new CosmosError(404, message);

export const ownerNotFound = () =>
  new CosmosError(404, 'Owner resource does not exist', { substatus: SUBSTATUS.ownerResourceNotFound });

export const methodNotAllowed = (method: string) => new CosmosError(405, `The method ${method} is not allowed here.`);

export const conflict = (message: string) => new CosmosError(409, message);

export const preconditionFailed = () =>
  new CosmosError(412, 'Operation cannot be performed because one of the specified precondition is not met.');

export const tooLarge = (message = 'Request size is too large') => new CosmosError(413, message);

const CODES: Readonly<Record<number, string>> = {
  400: 'BadRequest',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  405: 'MethodNotAllowed',
  408: 'RequestTimeout',
  409: 'Conflict',
  410: 'Gone',
  412: 'PreconditionFailed',
  413: 'RequestEntityTooLarge',
  429: 'TooManyRequests',
  449: 'RetryWith',
  500: 'InternalServerError',
  503: 'ServiceUnavailable',
};
