import { type AggregateDefinition, defineAggregate } from '../../../shared/state/aggregate.ts';
import type { ChangeOptions, State } from '../../../shared/state/state.ts';
import { note, type ObjectState, type TenantObjects, tenantObjectsSchema } from './tenant-objects.ts';

const tenantObjects: AggregateDefinition<TenantObjects> = defineAggregate({
  kind: 'tenant-objects',
  schemaVersion: 1,
  schema: tenantObjectsSchema,
});

export async function loadObjects(state: State, tenantId: string): Promise<TenantObjects | undefined> {
  return (await state.load(tenantObjects, tenantId, tenantId))?.state;
}

/** Those that are known stay known when a tenant is enrolled again. */
export async function beginObjects(
  state: State,
  tenantId: string,
  operationId: string,
  options: ChangeOptions,
): Promise<TenantObjects> {
  const decide = (current: TenantObjects | undefined) =>
    current?.operationId === operationId ? undefined : { state: { objects: {}, ...current, operationId } };
  const { state: begun } = await state.change(tenantObjects, { tenantId, id: tenantId }, decide, options);
  if (!begun) throw new TypeError('Nothing removes what is noted of the objects of a tenant.');
  return begun;
}

export async function noteObject(
  state: State,
  tenantId: string,
  key: string,
  next: ObjectState,
  options: ChangeOptions,
): Promise<void> {
  await state.change(tenantObjects, { tenantId, id: tenantId }, note(key, next), options);
}
