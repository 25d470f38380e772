import * as z from 'zod';
import { NUMBERS } from '../numbers.ts';
import { WANTED_OBJECTS } from './wanted-objects.ts';

const moment = z.int();

const objectState = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('missing') }),
  /** Microsoft was asked to make it, and it is not known whether it did. */
  z.object({ kind: z.literal('maybe-made'), at: moment }),
  z.object({ kind: z.literal('present'), id: z.string(), at: moment }),
]);

/** Moments are milliseconds since 1970. */
export type ObjectState = z.infer<typeof objectState>;

/** What the service keeps in a tenant, by key. */
export const tenantObjectsSchema = z.object({
  operationId: z.string(),
  objects: z.record(z.string(), objectState),
});

export type TenantObjects = z.infer<typeof tenantObjectsSchema>;

const MISSING: ObjectState = { kind: 'missing' };

export const stateOfObject = ({ objects }: Pick<TenantObjects, 'objects'>, key: string): ObjectState =>
  objects[key] ?? MISSING;

export const isInOrder = (found: TenantObjects): boolean =>
  WANTED_OBJECTS.every(({ key }) => stateOfObject(found, key).kind === 'present');

/** Whether to try again after 1, 2, 4, 8 … hours: whoever grants a permission does so soon, or much later. */
export function isRetryHour(enrolledAt: number, now: number): boolean {
  const hours = Math.round((now - enrolledAt) / NUMBERS.hour);
  return hours > 0 && Number.isInteger(Math.log2(hours));
}

/** Notes how one of them stands. That it was made, or made again, is on record. */
export const note = (key: string, next: ObjectState) => (current: TenantObjects | undefined) => {
  if (!current) return undefined;
  const before = stateOfObject(current, key);
  if (JSON.stringify(before) === JSON.stringify(next)) return undefined;
  const state = { ...current, objects: { ...current.objects, [key]: next } };
  if (next.kind !== 'present') return { state };
  return { state, audit: { action: 'tenant.keep-object', detail: { object: key, id: next.id } } };
};

/** Replicas lag: what was made a moment ago may not be listed yet. */
const LAG_MS = 10 * 60_000;

/** The id that an object has, by what is listed and what was noted. */
export function idOf(state: ObjectState, listed: string | undefined, now: number): string | undefined {
  if (listed !== undefined) return listed;
  return state.kind === 'present' && now < state.at + LAG_MS ? state.id : undefined;
}
