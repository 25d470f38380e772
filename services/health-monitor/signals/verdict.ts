import type { AlarmRule } from './fleet-health.ts';

/** What a reading of one signal comes to. */
export interface Judgement {
  /** The rule that calls it an incident. */
  readonly alarm: AlarmRule | null;
  /** Whether it counts towards closing one. */
  readonly isClean: boolean;
}

/** What a reading says of one signal. */
export interface Verdict {
  readonly judgement: Judgement;
  readonly affected: number;
  readonly reporting: number;
  readonly expected: number | null;
  readonly isLearning: boolean;
  readonly sentence: string;
}
