import * as z from 'zod';
import { RINGS, type Ring } from '../../../shared/contracts/events/update-events.ts';
import { type Graph, v1 } from '../../../shared/graph/graph.ts';
import { directoryObjectId, memberReference } from '../../../shared/graph/reading/ids.ts';
import { at, odata, withQuery } from '../../../shared/graph/reading/odata.ts';
import type { Membership, MembershipChange } from './repairs.ts';
import type { IdByRing } from './ring-setup.ts';
import { GROUP_PREFIX, groupKey, groupName } from './ring-table.ts';

const groupBody = z.object({ id: z.string(), uniqueName: z.string().nullish(), displayName: z.string() });

/** The groups of the rings; those that are missing are made. Found by a key of ours, so a lost answer makes no second one. */
export async function ringGroups(graph: Graph): Promise<IdByRing> {
  const found = new Map<Ring, string>();
  const path = withQuery('/groups', {
    filter: odata`startswith(displayName,${GROUP_PREFIX})`,
    select: ['id', 'uniqueName', 'displayName'],
    top: 999,
  });
  for await (const { items } of graph.pages(v1(path)))
    for (const item of items) {
      const group = groupBody.safeParse(item).data;
      const ring =
        group && RINGS.find((each) => group.uniqueName === groupKey(each) || group.displayName === groupName(each));
      if (ring && group) found.set(ring, group.id);
    }
  for (const ring of RINGS) if (!found.has(ring)) found.set(ring, await makeGroup(graph, ring));
  return Object.fromEntries(found) as IdByRing;
}

async function makeGroup(graph: Graph, ring: Ring): Promise<string> {
  const { body } = await graph.send({
    target: v1('/groups'),
    method: 'POST',
    repeat: 'once',
    body: {
      displayName: groupName(ring),
      description: `Devices of the update ring ${ring}. Members are kept by Open Managed Desktop.`,
      mailEnabled: false,
      mailNickname: groupKey(ring),
      securityEnabled: true,
      uniqueName: groupKey(ring),
    },
  });
  return groupBody.parse(body).id;
}

/** Names a change among those that are done. */
export const membershipKey = ({ groupId, objectId }: Membership): string => `${groupId}/${objectId}`;

/** Puts devices into groups; who is there already counts as done. Returns the keys `<group>/<object>` that are done. */
export async function addMembers(graph: Graph, wanted: readonly Membership[]): Promise<ReadonlySet<string>> {
  const items = wanted.map((each) => ({
    id: membershipKey(each),
    method: 'POST' as const,
    path: at`/groups/${each.groupId}/members/$ref`,
    body: memberReference(directoryObjectId(each.objectId)),
  }));
  return doneOf(graph, items, (status, message) => status < 300 || /already exist/i.test(message));
}

/** Takes devices out of groups; who is not there counts as done. */
export async function removeMembers(graph: Graph, wanted: readonly Membership[]): Promise<ReadonlySet<string>> {
  const items = wanted.map((each) => ({
    id: membershipKey(each),
    method: 'DELETE' as const,
    path: at`/groups/${each.groupId}/members/${each.objectId}/$ref`,
  }));
  return doneOf(graph, items, (status) => status < 300 || status === 404);
}

type Item = Parameters<Graph['batch']>[1][number];

async function doneOf(
  graph: Graph,
  items: readonly Item[],
  isDone: (status: number, message: string) => boolean,
): Promise<ReadonlySet<string>> {
  if (items.length === 0) return new Set();
  const results = await graph.batch('v1.0', items);
  const done = [...results].filter(([, result]) => {
    if (result.kind === 'answered') return isDone(result.status, '');
    return result.kind === 'failed' && isDone(result.failure.facts.status ?? 0, result.failure.message);
  });
  return new Set(done.map(([id]) => id));
}

const deviceBody = z.object({ id: z.guid(), deviceId: z.string() });

/** Object ids in Entra by device id: members of groups are named by the first, Intune knows the second. */
export async function directoryObjects(graph: Graph): Promise<ReadonlyMap<string, string>> {
  const objects = new Map<string, string>();
  const path = withQuery('/devices', { select: ['id', 'deviceId'], top: 999 });
  for await (const { items } of graph.pages(v1(path)))
    for (const item of items) {
      const device = deviceBody.safeParse(item).data;
      if (device) objects.set(device.deviceId.toLowerCase(), device.id);
    }
  return objects;
}

const changeBody = z.looseObject({
  id: z.string(),
  'members@delta': z.array(z.looseObject({ id: z.string(), '@removed': z.unknown().optional() })).optional(),
});

/** The changes since the link, and the link for the next time. Without a good link: all members there are (`full`). */
export async function membershipChanges(
  graph: Graph,
  groups: IdByRing,
  deltaLink: string | null,
): Promise<{
  readonly kind: 'changes' | 'full';
  readonly changes: readonly MembershipChange[];
  readonly deltaLink: string;
}> {
  const own = new Set<string>(Object.values(groups));
  const [test, first, fast, broad] = RINGS.map((ring) => odata`id eq ${groups[ring]}`);
  const filter = odata`${test ?? ''} or ${first ?? ''} or ${fast ?? ''} or ${broad ?? ''}`;
  const start = v1(withQuery('/groups/delta', { filter, select: ['id', 'members'] }));
  const round = await graph.deltaRound(start, deltaLink ?? undefined);
  const changes = round.objects.flatMap((object) => {
    const group = changeBody.safeParse(object).data;
    if (!group || !own.has(group.id)) return [];
    return (group['members@delta'] ?? []).map(
      ({ id, ...member }): MembershipChange => ({
        groupId: group.id,
        objectId: id,
        now: member['@removed'] ? 'gone' : 'member',
      }),
    );
  });
  return { kind: round.kind, changes, deltaLink: round.deltaLink };
}
