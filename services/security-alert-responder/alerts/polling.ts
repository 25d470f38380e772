/** The timer's slots, in milliseconds. */
const SLOT_MS = 300_000;

/** Whether a tenant that is looked at every `pollSeconds` is due in the slot that began at `at`. Times in milliseconds. */
export const isDue = (at: number, pollSeconds: number): boolean => at % Math.max(SLOT_MS, pollSeconds * 1000) < SLOT_MS;

/** Further looks before the next slot begins, for a tenant that wants more than one in it. */
export function looksAfter(at: number, pollSeconds: number): number[] {
  const pause = pollSeconds * 1000;
  const more = Math.max(0, Math.ceil(SLOT_MS / pause) - 1);
  return Array.from({ length: more }, (_, n) => at + (n + 1) * pause);
}
