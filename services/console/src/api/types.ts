import type * as z from 'zod';

interface Answering {
  readonly answers: { readonly 200: z.ZodType };
}

/** What an endpoint of the tables in `shared/contracts/http` answers; nothing of them is in the bundle but their types. */
export type AnswerOf<E extends Answering> = z.output<E['answers'][200]>;

/** A row of a list. */
export type RowOf<E extends Answering> = AnswerOf<E> extends { readonly items: readonly (infer Row)[] } ? Row : never;
