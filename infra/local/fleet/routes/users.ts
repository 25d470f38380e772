import type * as V1 from '@microsoft/microsoft-graph-types';
import { z } from 'zod';
import { type Call, noContent, ok } from '../graph/call.ts';
import { delta } from '../graph/delta.ts';
import { found, item, renderItem } from '../graph/item.ts';
import { list } from '../graph/list.ts';
import { action, type Route } from '../graph/route.ts';
import { shape } from '../odata/shape.ts';
import { deviceOf, directoryObjectId, isInDirectory } from '../tenant/devices.ts';
import { groupId, groupOf } from '../tenant/groups.ts';
import { skuIds } from '../tenant/skus.ts';
import { userCount, userId, userOf } from '../tenant/users.ts';
import { directoryScope, userScope } from './permissions.ts';

const throttle = 'directory';
const { read } = userScope;

/** Somebody of the tenant. */
const user = shape<number, V1.User>({
  type: 'microsoft.graph.user',
  properties: {
    id: { of: (index, { tenant }) => userId(tenant, index), filter: ['eq', 'in'] },
    accountEnabled: {
      of: (index, { tenant }) => !tenant.disabledUsers.has(index),
      filter: ['eq', 'ne', 'in'],
      onSelect: true,
    },
    assignedLicenses: {
      of: (index, call) => {
        const { licence } = of(index, call);
        return licence === undefined ? [] : [{ skuId: skuIds[licence], disabledPlans: [] }];
      },
      filter: ['any'],
      onSelect: true,
    },
    businessPhones: () => [],
    department: {
      of: (index, call) => of(index, call).department,
      filter: ['eq', 'ne', 'startswith', 'in'],
      onSelect: true,
    },
    displayName: {
      of: (index, call) => of(index, call).displayName,
      filter: ['eq', 'ne', 'startswith', 'in'],
      orderBy: true,
    },
    givenName: { of: (index, call) => of(index, call).givenName, filter: ['eq', 'startswith', 'in'] },
    jobTitle: () => null,
    mail: { of: (index, call) => mailOf(index, call), filter: ['eq', 'ne', 'startswith', 'endswith', 'in'] },
    mobilePhone: () => null,
    officeLocation: () => null,
    preferredLanguage: () => null,
    surname: { of: (index, call) => of(index, call).surname, filter: ['eq', 'startswith', 'in'] },
    usageLocation: { of: () => 'DE', filter: ['eq'], onSelect: true },
    userPrincipalName: {
      of: (index, call) => of(index, call).userPrincipalName,
      filter: ['eq', 'ne', 'startswith', 'endswith', 'in'],
      orderBy: true,
    },
    userType: {
      of: (index, call) => (of(index, call).guest ? 'Guest' : 'Member'),
      filter: ['eq', 'ne', 'in'],
      onSelect: true,
    },
  },
});

const rows = ({ tenant }: Call) => Array.from({ length: userCount(tenant) }, (_, index) => index);

export const users: readonly Route[] = [
  list({
    path: '/users',
    permissions: read,
    throttle,
    units: 2,
    shape: user,
    rows,
    key: (index) => index,
    page: { usual: 100, most: 999 },
  }),
  delta({
    path: '/users/delta',
    permissions: read,
    throttle,
    units: 2,
    shape: user,
    kind: 'user',
    rows,
    key: (index) => index,
    find: (_call, index) => index,
    idOf: ({ tenant }, index) => userId(tenant, index),
  }),
  item({ path: '/users/{id}', permissions: read, throttle, shape: user, find: inPath }),
  action({
    method: 'PATCH',
    path: '/users/{id}',
    permissions: userScope.enable,
    throttle,
    body: z.strictObject({ accountEnabled: z.boolean() }),
    run: (call, { accountEnabled }) => {
      const index = found(inPath(call), call);
      const { tenant, now } = call;
      if (accountEnabled) tenant.disabledUsers.delete(index);
      else tenant.disabledUsers.add(index);
      tenant.changes.add({ time: now, kind: 'user', index, what: { properties: ['accountEnabled'] } });
      return noContent;
    },
  }),
  action({
    path: '/users/{id}/revokeSignInSessions',
    permissions: userScope.revoke,
    throttle,
    run: (call) => {
      found(inPath(call), call);
      return ok({ '@odata.context': `${call.origin}/${call.version}/$metadata#Edm.Boolean`, value: true });
    },
  }),
  action({
    path: '/directoryObjects/getByIds',
    permissions: directoryScope,
    throttle,
    units: 3,
    body: z.strictObject({
      ids: z.array(z.guid()).min(1).max(1_000),
      types: z.array(z.enum(['user', 'group', 'device'])).optional(),
    }),
    run: (call, { ids, types }) => ok({ value: ids.flatMap((id) => objectOf(id, types, call) ?? []) }),
  }),
];

const of = (index: number, { tenant }: Call) => tenant.fleet.user(index);

function mailOf(index: number, call: Call): string | null {
  const { guest, userPrincipalName } = of(index, call);
  return guest ? null : userPrincipalName;
}

function inPath({ tenant, params }: Call): number | undefined {
  return userOf(tenant, params['id'] ?? '');
}

function objectOf(id: string, types: readonly string[] | undefined, call: Call): object | undefined {
  const { tenant } = call;
  const isAsked = (type: string) => types === undefined || types.includes(type);
  const kind = tenant.fleet.ids.read(id)?.kind;
  switch (kind) {
    case 'user': {
      const index = userOf(tenant, id);
      if (index === undefined || !isAsked('user')) return undefined;
      return { '@odata.type': '#microsoft.graph.user', ...renderItem(user, index, call) };
    }
    case 'group': {
      const group = groupOf(tenant, id);
      if (!group || !isAsked('group')) return undefined;
      return {
        '@odata.type': '#microsoft.graph.group',
        id: groupId(tenant, group.index),
        displayName: group.displayName,
      };
    }
    case 'entraObject': {
      const device = deviceOf(tenant, 'entraObject', id);
      if (device === undefined || !isInDirectory(tenant, device) || !isAsked('device')) return undefined;
      return { '@odata.type': '#microsoft.graph.device', id: directoryObjectId(tenant, device) };
    }
    default:
      return undefined;
  }
}
