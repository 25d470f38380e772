import * as z from 'zod';

/** Work longer than a moment: accepted with 202, followed here until it is finished. */
export const operationSchema = z
  .object({
    id: z.string(),
    kind: z.string(),
    state: z.enum(['running', 'succeeded', 'failed']),
    /** Done out of total, in the unit of the work (devices, rows …). */
    progress: z.object({ done: z.int(), total: z.int() }).exactOptional(),
    steps: z.array(
      z.object({
        name: z.string(),
        state: z.enum(['waiting', 'running', 'succeeded', 'failed']),
      }),
    ),
    startedAt: z.iso.datetime(),
    finishedAt: z.iso.datetime().exactOptional(),
    /** A problem code, when it failed. */
    error: z.string().exactOptional(),
  })
  .meta({ id: 'Operation' });

export type Operation = z.output<typeof operationSchema>;
