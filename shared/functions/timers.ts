import type { Context } from './context.ts';

/** A timer decides nothing: it enqueues due work under the id of its slot, so that two leaders in one slot do it once. */
export interface Timer {
  /** Lower case with dashes. */
  readonly name: string;
  /** NCRONTAB, six fields, UTC. */
  readonly schedule: string;
  run(context: Context): Promise<void>;
}

/** Declares a timer. */
export const timer = (definition: Timer): Timer => definition;
