import { expect, it } from 'vitest';
import { openCloudRoom } from '../../../tests/graph-plumbing/room.ts';
import { addMembers, directoryObjects, membershipChanges, removeMembers, ringGroups } from './ring-groups.graph.ts';

it('a device comes into its group and out of it, and who is there or gone already counts as done', async () => {
  const { graph } = await openCloudRoom({ devices: 10 }, 'device-registration');
  const groups = await ringGroups(graph());
  expect(await ringGroups(graph())).toEqual(groups);
  const [objectId = ''] = (await directoryObjects(graph())).values();
  const inFirst = [{ groupId: groups.First, objectId }];
  const done = new Set([`${groups.First}/${objectId}`]);
  for (const _ of ['new', 'again']) expect(await addMembers(graph(), inFirst)).toEqual(done);
  const { kind, changes, deltaLink } = await membershipChanges(graph(), groups, null);
  expect({ kind, changes }).toEqual({ kind: 'full', changes: [{ ...inFirst[0], now: 'member' }] });
  for (const _ of ['there', 'gone']) expect(await removeMembers(graph(), inFirst)).toEqual(done);
  const since = await membershipChanges(graph(), groups, deltaLink);
  expect(since).toMatchObject({ kind: 'changes', changes: [{ ...inFirst[0], now: 'gone' }] });
});
