import { z } from 'zod';
import type { Shape } from '../odata/shape.ts';
import { groupOf } from '../tenant/groups.ts';
import type { Policy, PolicyChange } from '../tenant/policies.ts';
import type { Kept, Table } from '../tenant/table.ts';
import type { Tenant } from '../tenant/tenant.ts';
import { type Call, created, noContent, ok } from './call.ts';
import { badRequest } from './errors.ts';
import { found, item, itemAnswer, renderItem } from './item.ts';
import { list } from './list.ts';
import { action, type Route, type RouteFacts } from './route.ts';

/** Calls to keep policies of one collection: list, read, create, change, delete and assign them. */
export interface StoredDraft extends Omit<RouteFacts, 'permissions'> {
  readonly permissions: { readonly read: readonly string[]; readonly write: readonly string[] };
  readonly shape: Shape<Kept<Policy>>;
  table(tenant: Tenant): Table<Policy>;
  /** What may be written; a property beside these is refused. */
  readonly body: z.ZodObject;
  /** The type of those that do not name theirs. */
  readonly type: string;
  /** The name that the body of `assign` has for its list. */
  readonly assignments: string;
  /** What follows for the policy itself from values that are written over those of before. */
  derive?(values: Policy['values'], before: Policy | undefined, now: number): Partial<Policy>;
  /** Something was made, changed, assigned or deleted. */
  changed?(tenant: Tenant, change: PolicyChange): void;
}

const target = z.strictObject({
  '@odata.type': z.literal('#microsoft.graph.groupAssignmentTarget'),
  groupId: z.guid(),
  deviceAndAppManagementAssignmentFilterId: z.string().nullish(),
  deviceAndAppManagementAssignmentFilterType: z.enum(['none', 'include', 'exclude']).nullish(),
});

export function stored(draft: StoredDraft): Route[] {
  const { path, shape, table, throttle, since = 'v1.0', derive = () => ({}), changed = () => undefined } = draft;
  const { read, write } = draft.permissions;
  const facts = { throttle, since };
  const inPath = ({ tenant, params }: Call) => table(tenant).get(params['id'] ?? '');
  const assignment = z.strictObject({ '@odata.type': z.string().optional(), id: z.string().optional(), target });

  function rewrite(call: Call, before: Kept<Policy>, values: Policy['values']): Kept<Policy> {
    const { tenant, now } = call;
    const change = { values, version: before.version + 1, modifiedAt: now, ...derive(values, before, now) };
    const after = found(table(tenant).change(before.id, change), call);
    changed(tenant, { before, after });
    return after;
  }

  return [
    list({
      ...facts,
      path,
      permissions: read,
      shape,
      rows: ({ tenant }) => table(tenant).all(),
      key: ({ number }) => number,
      page: { usual: 1_000, most: 1_000 },
      options: ['$select', '$filter', '$top', '$skiptoken', '$expand', '$count'],
    }),
    item({ ...facts, path: `${path}/{id}`, permissions: read, shape, find: inPath }),
    action({
      ...facts,
      path,
      permissions: write,
      body: draft.body.extend({ '@odata.type': z.literal(draft.type) }).strict(),
      run: (call, { '@odata.type': _type, ...values }) => {
        const { tenant, now } = call;
        const made = table(tenant).add({
          type: draft.type,
          values,
          groups: [],
          version: 1,
          createdAt: now,
          modifiedAt: now,
          ...derive(values, undefined, now),
        });
        changed(tenant, { after: made });
        return created(renderItem(shape, made, call));
      },
    }),
    action({
      ...facts,
      method: 'PATCH',
      path: `${path}/{id}`,
      permissions: write,
      body: draft.body
        .partial()
        .extend({ '@odata.type': z.literal(draft.type).optional() })
        .strict(),
      run: (call, { '@odata.type': _type, ...values }) => {
        const before = found(inPath(call), call);
        const given = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
        const after = rewrite(call, before, { ...before.values, ...given });
        return itemAnswer(shape, after, call);
      },
    }),
    action({
      ...facts,
      method: 'DELETE',
      path: `${path}/{id}`,
      permissions: write,
      run: (call) => {
        const before = found(inPath(call), call);
        table(call.tenant).remove(before.id);
        changed(call.tenant, { before });
        return noContent;
      },
    }),
    action({
      ...facts,
      path: `${path}/{id}/assign`,
      permissions: write,
      body: z.strictObject({ [draft.assignments]: z.array(assignment).max(500) }),
      run: (call, body) => {
        const { tenant, now } = call;
        const before = found(inPath(call), call);
        const groups = (body[draft.assignments] ?? []).map((each) => each.target.groupId);
        const unknown = groups.find((id) => !groupOf(tenant, id));
        if (unknown !== undefined) throw badRequest(`There is no group ${unknown} to assign to.`);
        const after = found(table(tenant).change(before.id, { groups, modifiedAt: now }), call);
        changed(tenant, { before, after });
        return ok({ value: assignmentsOf(after) });
      },
    }),
    action({
      ...facts,
      method: 'GET',
      path: `${path}/{id}/assignments`,
      permissions: read,
      run: (call) => ok({ value: assignmentsOf(found(inPath(call), call)) }),
    }),
  ];
}

export function assignmentsOf({ id, groups }: Kept<Policy>): { id: string; target: object }[] {
  return groups.map((groupId) => ({
    id: `${id}_${groupId}`,
    target: { '@odata.type': '#microsoft.graph.groupAssignmentTarget', groupId },
  }));
}
