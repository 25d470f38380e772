import * as z from 'zod';

/** Ids in paths: letters, digits and `. _ : -`, so that no path trick survives. */
export const idSchema = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/, 'letters, digits, dot, underscore, colon and dash, at most 128');

/** A tenant's id in this product. */
export const tenantIdSchema = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,63}$/, 'letters, digits and dash, at most 64');

export const tenantParams = z.strictObject({ tenantId: tenantIdSchema });
