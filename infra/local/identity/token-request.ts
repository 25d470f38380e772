import { z } from 'zod';
import { APP_ROLES, findAppRole } from './app-roles.ts';

const tenantId = z.string().regex(/^[A-Za-z0-9-]{1,64}$/, 'a tenant id is 1 to 64 letters, digits and hyphens');

const schema = z.strictObject({
  name: z
    .string()
    .trim()
    .min(1)
    .max(100)
    .regex(/^[^\p{Cc}]*$/u, 'a name has no control characters'),
  role: z
    .string()
    .max(100)
    .transform((name, context) => {
      const role = findAppRole(name);
      if (role) return role.value;
      context.addIssue({
        code: 'custom',
        message: `one of ${APP_ROLES.map(({ value }) => value).join(', ')}`,
      });
      return z.NEVER;
    }),
  /** Tenants the person may operate, the first being home; `["*"]` stands for all. */
  tenants: z.union([z.tuple([z.literal('*')]), z.array(tenantId).min(1).max(1000)]),
});

/** Who asks for a token, in what role, for which tenants. */
export type TokenRequest = z.infer<typeof schema>;

/** Reads a request for a token, or says in one sentence what is wrong with it. */
export function parseTokenRequest(body: unknown): TokenRequest | { readonly refused: string } {
  const { data, error } = schema.safeParse(body);
  return data ?? { refused: z.prettifyError(error).replaceAll(/\s+/g, ' ') };
}
