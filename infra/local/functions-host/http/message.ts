/** An HTTP request as the host takes it; header names in lower case. */
export interface HttpCall {
  readonly method: string;
  /** Path and query as they came, never decoded. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | undefined;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Uint8Array | undefined;
}

/** An answer without a body. */
export function emptyAnswer(status: number): HttpAnswer {
  return { status, headers: [], body: undefined };
}

/** An answer of JSON. */
export function jsonAnswer(status: number, value: unknown): HttpAnswer {
  return {
    status,
    headers: [['content-type', 'application/json; charset=utf-8']],
    body: Buffer.from(JSON.stringify(value)),
  };
}
