import { z } from 'zod';
import facts from './stop-codes.json' with { type: 'json' };

const stopCode = z.object({
  code: z.string().regex(/^0x[0-9A-F]{8}$/),
  name: z.string(),
  modules: z.array(z.string()).nonempty(),
  weight: z.number(),
});

/** A bug check; `weight` is its share among the stop errors of a healthy fleet. */
export type StopCode = z.infer<typeof stopCode>;

export const stopCodes: readonly StopCode[] = z.array(stopCode).parse(facts.stopCodes);
