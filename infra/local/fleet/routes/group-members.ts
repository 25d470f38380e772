import { z } from 'zod';
import { type Call, noContent } from '../graph/call.ts';
import { badRequest, notFound } from '../graph/errors.ts';
import { found } from '../graph/item.ts';
import { list } from '../graph/list.ts';
import { action, type Route } from '../graph/route.ts';
import type { Group } from '../model/groups.ts';
import { deviceOf, isInDirectory } from '../tenant/devices.ts';
import { deviceMembers, groupOf } from '../tenant/groups.ts';
import { directoryDevice } from './devices.ts';
import { groupScope } from './permissions.ts';

const throttle = 'directory';
const { read } = groupScope;

/** Names a member in the body of a write. */
export const memberLink = z.string().max(300);

export const groupMembers: readonly Route[] = [
  ...['/groups/{id}/members', '/groups/{id}/members/microsoft.graph.device'].map((path) =>
    list({
      path,
      context: 'directoryObjects',
      permissions: ['GroupMember.ReadBasic.All', ...read],
      throttle,
      units: 3,
      shape: directoryDevice,
      rows: (call) => deviceMembers(call.tenant, found(groupInPath(call), call), call.now),
      key: (device) => device,
      page: { usual: 100, most: 999 },
    }),
  ),
  action({
    path: '/groups/{id}/members/$ref',
    permissions: groupScope.members,
    throttle,
    body: z.strictObject({ '@odata.id': memberLink }),
    run: (call, body) => {
      const of = found(groupInPath(call), call);
      const device = memberIn(body['@odata.id'], call);
      if (call.tenant.fleet.groups.has(of.index, device))
        throw badRequest(
          "One or more added object references already exist for the following modified properties: 'members'.",
        );
      addMember(of, device, call);
      return noContent;
    },
  }),
  action({
    method: 'DELETE',
    path: '/groups/{id}/members/{member}/$ref',
    permissions: groupScope.members,
    throttle,
    run: (call) => {
      const of = found(groupInPath(call), call);
      const { member = '' } = call.params;
      const device = deviceOf(call.tenant, 'entraObject', member);
      if (device === undefined || !call.tenant.fleet.groups.has(of.index, device)) throw notFound(member);
      demandAssigned(of);
      call.tenant.fleet.groups.change(of.index, device, false);
      changed(of, ['members'], call);
      return noContent;
    },
  }),
];

export function groupInPath({ tenant, params }: Call): Group | undefined {
  return groupOf(tenant, params['id'] ?? '');
}

/** Lets delta queries tell of it. */
export function changed({ index }: Group, properties: readonly string[], { tenant, now }: Call): void {
  tenant.changes.add({ time: now, kind: 'group', index, what: { properties } });
}

export function addMember(of: Group, device: number, call: Call): void {
  demandAssigned(of);
  if (!call.tenant.fleet.groups.change(of.index, device, true)) return;
  changed(of, ['members'], call);
}

function demandAssigned({ rule }: Group): void {
  if (rule !== undefined) throw badRequest('Insufficient privileges: members of a dynamic group follow its rule.');
}

/** `https://graph.microsoft.com/v1.0/directoryObjects/{id}`, whatever the host is called; only devices are members here. */
export function memberIn(link: string, { tenant }: Call): number {
  const [, id = ''] = /\/(?:directoryObjects|devices)\/([0-9a-fA-F-]{36})$/.exec(link) ?? [];
  const device = deviceOf(tenant, 'entraObject', id);
  if (device === undefined || !isInDirectory(tenant, device)) throw notFound(id || link);
  return device;
}
