import * as z from 'zod';

const identity = {
  /** Object id in the Entra tenant below. */
  id: z.string().max(128),
  /** The Entra tenant that vouches for this identity. */
  entraTenantId: z.string().max(128),
  name: z.string().max(256),
};

/** Who did it, as audit records and events keep it: a person, another application, or a service of this product by itself. */
export const actorSchema = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('person'), ...identity }),
    z.object({ kind: z.literal('app'), ...identity }),
    z.object({ kind: z.literal('service'), id: z.string().max(128) }),
  ])
  .meta({ id: 'Actor' });

export type Actor = z.output<typeof actorSchema>;
