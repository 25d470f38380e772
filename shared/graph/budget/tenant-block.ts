import * as z from 'zod';
import { type Change, type Decide, defineAggregate } from '../../state/aggregate.ts';

const blockSchema = z.object({
  /** ISO 8601. */
  since: z.iso.datetime(),
  /** Classes of calls that are answered with 429 and nothing else. */
  throttleClasses: z.array(z.string()).readonly(),
});

/** A tenant whose calls Microsoft refuses for longer than load would explain. Id: `tenant`. */
export const graphBlock = defineAggregate({ kind: 'graph-block', schemaVersion: 1, schema: blockSchema });

export type TenantBlock = z.infer<typeof blockSchema>;

export const BLOCK_ID = 'tenant';

/** One record for a tenant, however many classes and calls are refused. */
export function block(throttleClass: string, since: number): Decide<TenantBlock> {
  return (current): Change<TenantBlock> | undefined => {
    if (current?.throttleClasses.includes(throttleClass)) return undefined;
    if (current) return { state: { ...current, throttleClasses: [...current.throttleClasses, throttleClass] } };
    const state = { since: new Date(since).toISOString(), throttleClasses: [throttleClass] };
    return { state, audit: { action: 'graph.tenant-blocked', detail: state } };
  };
}

/** Gone with the last of its classes. */
export function unblock(throttleClass: string): Decide<TenantBlock> {
  return (current): Change<TenantBlock> | undefined => {
    if (!current?.throttleClasses.includes(throttleClass)) return undefined;
    const throttleClasses = current.throttleClasses.filter((one) => one !== throttleClass);
    if (throttleClasses.length > 0) return { state: { ...current, throttleClasses } };
    return { removed: true, audit: { action: 'graph.tenant-unblocked', detail: { since: current.since } } };
  };
}
