import type { Json } from './json.ts';

export interface RefusalOptions {
  /** The world may soon allow it: a message that meets it is tried again. */
  readonly retryable?: true;
  /** Facts for the caller, never secrets. */
  readonly detail?: Json;
}

/**
 * A decision not to do what was asked. Trying again changes nothing unless it says so, hence a message that meets it
 * becomes a dead letter. Whatever else is thrown counts as worth another try.
 */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  /** Stable and in kebab case, e.g. `tenant-suspended`; the endpoint tables say which HTTP status it is. */
  readonly code: string;
  readonly retryable: boolean;
  readonly detail: Json | undefined;

  constructor(code: string, message: string, { retryable, detail }: RefusalOptions = {}) {
    super(message);
    this.code = code;
    this.retryable = retryable ?? false;
    this.detail = detail;
  }
}

/** By its fields, not its class: two bundles in one process each have a class of their own. */
export function isRefusal(error: unknown): error is Refusal {
  return error instanceof Error && error.name === 'Refusal' && 'code' in error && 'retryable' in error;
}
