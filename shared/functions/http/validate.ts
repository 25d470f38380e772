import type * as z from 'zod';
import { refuse } from '../problems.ts';

const MAX_ISSUES = 50;

/** Parses one part of a request; a misfit is refused with the path of each fault. */
export function validate(part: 'params' | 'query' | 'body', schema: z.ZodType | undefined, value: unknown): unknown {
  if (!schema) return undefined;
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const errors = result.error.issues
    .slice(0, MAX_ISSUES)
    .map(({ path, message }) => ({ path: [part, ...path].join('.').slice(0, 256), message: message.slice(0, 256) }));
  throw refuse('request-invalid', `The ${part} of the request does not fit its schema.`, { detail: { errors } });
}
