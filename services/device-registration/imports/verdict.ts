import * as z from 'zod';
import { candidateSchema, deviceKey } from '../devices/candidate.ts';

/** What a row is, before anything is known of the devices that are there. */
export const verdictSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('good'),
    candidate: candidateSchema,
    keys: z.array(deviceKey).min(1),
    warnings: z.array(z.string()),
  }),
  z.object({ kind: z.literal('rejected'), code: z.string(), message: z.string() }),
  z.object({ kind: z.literal('duplicate'), sameAsLine: z.int() }),
]);

export type Verdict = z.infer<typeof verdictSchema>;

export const judgedRow = z.object({ line: z.int(), serialNumber: z.string().nullable(), verdict: verdictSchema });

/** A row with its verdict. */
export type JudgedRow = z.infer<typeof judgedRow>;
