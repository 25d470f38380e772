import * as z from 'zod';

/** Who may operate a tenant: everybody of an Entra tenant, or one group or one person in it. What each may do is said by roles. */
export const operatorSchema = z
  .strictObject({
    entraTenantId: z.guid(),
    groupId: z.guid().exactOptional(),
    objectId: z.guid().exactOptional(),
  })
  .refine(({ groupId, objectId }) => !(groupId && objectId), 'Name a group or a person, not both.')
  .meta({ id: 'Operator' });

export type Operator = z.output<typeof operatorSchema>;
