import type { Judgement } from './judge-stop-errors.ts';

/** What a reading says of one signal. */
export interface Verdict {
  readonly judgement: Judgement;
  readonly affected: number;
  readonly reporting: number;
  readonly expected: number | null;
  readonly isLearning: boolean;
  readonly sentence: string;
}
