import { createHash } from 'node:crypto';

/** Copies of a message that are tried before it becomes a dead letter: about two hours on average. */
export const MAX_ATTEMPTS = 16;

const BASE_MS = 2_000;
const LONGEST_MS = 30 * 60_000;

/**
 * Milliseconds to wait before attempt n (from 1): full jitter below a growing ceiling. The message id is the dice, so
 * that messages which failed together come back apart, and a driven run can be repeated.
 */
export function retryDelayMs(attempt: number, messageId: string): number {
  const ceiling = Math.min(BASE_MS * 2 ** (attempt - 1), LONGEST_MS);
  const dice = createHash('sha256').update(messageId).digest().readUInt32BE() / 2 ** 32;
  return Math.floor(dice * ceiling);
}

/** Id of the nth copy; a replay's copies keep its mark, since those of the first round are known already. */
export function retryMessageId(messageId: string, attempt: number): string {
  return `${messageId.replace(/(:r\d+)?(:w\d+)?$/, '')}:r${attempt}`;
}

/** Id of a copy that waits until `at`: no message waits twice for one moment. */
export function waitMessageId(messageId: string, at: number): string {
  return `${messageId.replace(/:w\d+$/, '')}:w${at}`;
}

/** Milliseconds since 1970 before which a handler need not be asked again, when its error says so by name and `at`. */
export function waitsUntil(error: unknown): number | undefined {
  if (!(error instanceof Error) || error.name !== 'TryAgainAt' || !('at' in error)) return undefined;
  return typeof error.at === 'number' && Number.isFinite(error.at) ? Math.ceil(error.at) : undefined;
}
