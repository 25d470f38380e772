import * as z from 'zod';

/** Ids in paths: letters, digits and `. _ : -`, so that no path trick survives. */
export const idSchema = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/, 'letters, digits, dot, underscore, colon and dash, at most 128');

/** A tenant's id in this product. GUIDs are written in either case, and mean the same tenant. */
export const tenantIdSchema = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,63}$/, 'letters, digits and dash, at most 64')
  .toLowerCase();

export const tenantParams = z.strictObject({ tenantId: tenantIdSchema });

/** Stands where a tenant's id would, for what belongs to none, such as a message that nobody can read. */
export const PLATFORM_TENANT = '-';

/** A tenant, or `-` for what belongs to none; that is open only to those who run the product. */
export const recordParams = z.strictObject({ tenantId: tenantIdSchema.or(z.literal(PLATFORM_TENANT)) });
