import { z } from 'zod';
import facts from './windows-update-errors.json' with { type: 'json' };

const updateError = z.object({
  code: z.string().regex(/^0x[0-9A-F]{8}$/),
  name: z.string(),
  meaning: z.string(),
  phase: z.enum(['scan', 'download', 'install', 'reboot', 'setup']),
  remedy: z.string(),
  alert: z.string(),
  retryable: z.boolean(),
  weight: z.number(),
});

/** An error of Windows Update; `weight` is its share among the errors of its phase. */
export type UpdateError = z.infer<typeof updateError>;

export const updateErrors: readonly UpdateError[] = z.array(updateError).parse(facts.errors);

/** Where a setup that ended with 0xC1900101 broke off. */
export const setupExtendCodes: readonly string[] = facts.setupExtendCodes.map(({ code }) => code);
