/** What led to a change, so that everything one request set off can be found together. */
export interface Cause {
  /** Id of the command or event. */
  readonly id?: string;
  readonly correlationId: string;
  /** W3C Trace Context. */
  readonly traceparent?: string;
}
