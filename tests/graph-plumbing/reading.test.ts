import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { v1 } from '../../shared/graph/graph.ts';
import { directoryObjectId, entraDeviceId, intuneDeviceId, memberReference } from '../../shared/graph/reading/ids.ts';
import { memberOf } from '../../shared/graph/reading/members.ts';
import {
  difference,
  FILLED_IN_SINGLE_READS,
  type GraphObject,
  mergeListed,
  mergePresent,
} from '../../shared/graph/reading/merge.ts';
import { at, odata, withQuery } from '../../shared/graph/reading/odata.ts';
import { isComplete } from '../../shared/graph/reading/pages.ts';
import { caseData } from './cases.ts';
import { openRoom } from './room.ts';
import type { Stub } from './stub.ts';

async function itemsOf(pages: AsyncIterable<{ readonly items: readonly unknown[] }>): Promise<unknown[]> {
  const items: unknown[] = [];
  for await (const page of pages) items.push(...page.items);
  return items;
}

test('F059: an empty page with a next link is not the end, and only a page without one is', async () => {
  const pages = caseData<{ value: unknown[]; '@odata.nextLink'?: string }[]>('F059-paging');
  let stub: Stub | undefined;
  const room = await openRoom((_, count) => {
    const page = pages[count - 1];
    const next = page?.['@odata.nextLink'];
    return { body: { ...page, ...(next && { '@odata.nextLink': `${stub?.origin}/v1.0${next}` }) } };
  });
  stub = room.stub;
  expect(await itemsOf(room.graph().pages(v1('/devices')))).toEqual(['1', '2', '3', '4', '5'].map((id) => ({ id })));
});

test('any split of a collection into pages, empty ones among them, reads as the whole', async () => {
  const splits = fc.array(fc.array(fc.integer(), { maxLength: 4 }), { minLength: 1, maxLength: 6 });
  let pages: number[][] = [];
  let origin = '';
  const room = await openRoom(({ target }) => {
    const page = Number(new URL(target, origin).searchParams.get('$skiptoken') ?? 0);
    const more = page + 1 < pages.length;
    const next = more && { '@odata.nextLink': `${origin}/v1.0/devices?$skiptoken=${page + 1}` };
    return { body: { value: pages[page], ...next } };
  });
  origin = room.stub.origin;
  await fc.assert(
    fc.asyncProperty(splits, async (split) => {
      pages = split;
      room.clock.jumpTo(room.clock.now() + 60_000);
      expect(await itemsOf(room.graph().pages(v1('/devices')))).toEqual(split.flat());
    }),
    { numRuns: 40 },
  );
});

test('F061: a next link is followed byte by byte', async () => {
  const link = new URL(caseData<{ '@odata.nextLink': string }>('F061-nextlink')['@odata.nextLink']);
  const rest = link.href.slice(link.origin.length);
  let origin = '';
  const room = await openRoom((_, count) => ({
    body: { value: [], ...(count === 1 && { '@odata.nextLink': origin + rest }) },
  }));
  origin = room.stub.origin;
  await itemsOf(room.graph().pages(v1('/deviceManagement/windowsAutopilotDeviceIdentities')));
  expect(room.stub.seen[1]?.target).toBe(rest);
});

test('F061: a link to another host, another port or with a password is refused before a token goes there', async () => {
  const foreign = caseData<{ second: string }>('F061-nextlink').second;
  const links = [foreign, 'http://127.0.0.1:1/v1.0/x', 'not a link', '//graph.example.net/x'];
  for (const link of [...links, 'with-password']) {
    let origin = '';
    const room = await openRoom(() => ({
      body: {
        value: [],
        '@odata.nextLink': link === 'with-password' ? `${origin.replace('//', '//user:secret@')}/v1.0/x` : link,
      },
    }));
    origin = room.stub.origin;
    await expect(itemsOf(room.graph().pages(v1('/devices')))).rejects.toMatchObject({ code: 'graph-foreign-link' });
    expect(room.stub.seen).toHaveLength(1);
  }
});

test('a next link that leads in a circle ends the walk with a failure', async () => {
  let origin = '';
  const room = await openRoom(() => ({
    body: { value: [1], '@odata.nextLink': `${origin}/v1.0/devices?$skiptoken=1` },
  }));
  origin = room.stub.origin;
  await expect(itemsOf(room.graph().pages(v1('/devices')))).rejects.toMatchObject({ code: 'graph-paging-stuck' });
  expect(room.stub.seen).toHaveLength(2);
});

test.each([
  [410, 'resyncRequired'],
  [410, 'Gone'],
  [404, 'SyncStateNotFound'],
  [400, 'SyncStateNotFound'],
])('F062: a delta link answered with %i %s leads to a full read, told as what differs', async (status, code) => {
  const { store, full } = caseData<{ store: string[]; full: string[] }>('F062-delta-gone');
  const objects = (ids: readonly string[]) => ids.map((id) => ({ id, displayName: `NB-${id}` }));
  let origin = '';
  const room = await openRoom(({ target }) =>
    target.includes('deltatoken=old')
      ? { status, body: { error: { code, message: 'start over' } } }
      : { body: { value: objects(full), '@odata.deltaLink': `${origin}/v1.0/devices/delta?$deltatoken=new` } },
  );
  origin = room.stub.origin;
  const round = await room.graph().deltaRound(v1('/devices/delta'), `${origin}/v1.0/devices/delta?$deltatoken=old`);
  expect(round).toMatchObject({ kind: 'full', deltaLink: `${origin}/v1.0/devices/delta?$deltatoken=new` });
  const known = new Map(objects(store).map((object) => [object.id, object]));
  expect(difference(known, round.objects)).toEqual({ added: objects(['4']), changed: [], removed: ['1'] });
});

test('F063: what a delta leaves out stays, what it says is null goes, and a soft deletion is no purge', () => {
  const { store, delta } = caseData<{ store: GraphObject[]; delta: GraphObject[] }>('F063-delta-sparse');
  const known = new Map(store.map((object) => [object.id, object]));
  expect(delta.map((partial) => mergePresent(known.get(partial.id), partial))).toEqual([
    { kind: 'present', object: { id: '2', displayName: 'NB-2', accountEnabled: false } },
    { kind: 'present', object: { id: '3', displayName: null } },
    { kind: 'removed', id: '4', reason: 'changed' },
  ]);
});

test('a merge keeps every property that the partial object does not name, and takes all that it does', () => {
  const properties = fc.dictionary(
    fc.stringMatching(/^[a-z]{1,4}$/),
    fc.oneof(fc.string(), fc.constant(null), fc.nat()),
  );
  fc.assert(
    fc.property(properties, properties, (before, partial) => {
      const merged = mergePresent({ ...before, id: 'x' }, { ...partial, id: 'x' });
      expect(merged).toEqual({ kind: 'present', object: { ...before, ...partial, id: 'x' } });
    }),
  );
});

test('F068: zeros and nulls of a list do not overwrite what a single read has shown, nor stand for a reading', () => {
  const { item, list } = caseData<{ item: GraphObject; list: GraphObject }>('F068-list-zero');
  expect(mergeListed(item, list, FILLED_IN_SINGLE_READS)).toEqual(item);
  expect(mergeListed(undefined, list, FILLED_IN_SINGLE_READS)).toEqual({ id: 'md-1' });
  expect(mergeListed(item, { ...list, physicalMemoryInBytes: 8 }, FILLED_IN_SINGLE_READS)).toMatchObject({
    physicalMemoryInBytes: 8,
  });
});

test('F069: the three ids of a device have types of their own, and zeros mean that it is not joined', () => {
  type Ids = Record<'managedDevice' | 'device' | 'unjoined', Record<string, string>>;
  const { managedDevice, device, unjoined } = caseData<Ids>('F069-three-ids');
  expect(intuneDeviceId(managedDevice['id'])).toBe(managedDevice['id']);
  expect(entraDeviceId(managedDevice['azureADDeviceId'])).toBe(entraDeviceId(device['deviceId']));
  expect(memberReference(directoryObjectId(device['id']))).toEqual({
    '@odata.id': 'https://graph.microsoft.com/v1.0/directoryObjects/33333333-3333-4333-8333-333333333333',
  });
  expect(entraDeviceId(unjoined['azureADDeviceId'])).toBeUndefined();
  expect(() => directoryObjectId(unjoined['azureADDeviceId'])).toThrow(TypeError);
  const filter = odata`deviceId eq ${entraDeviceId(device['deviceId']) ?? ''}`;
  expect(withQuery('/devices', { filter })).toBe(`/devices?$filter=deviceId%20eq%20%27${device['deviceId']}%27`);
});

test('F070: a name in a filter stays a name', () => {
  const values = caseData<string[]>('F070-filter-names').map((name) =>
    withQuery('/devices', { filter: odata`displayName eq ${name}` }).replace(
      '/devices?$filter=displayName%20eq%20',
      '',
    ),
  );
  expect(values).toEqual([
    '%27O%27%27Brien%27%27s%20PC%27',
    '%27R%26D%20%231%27',
    '%2750%25%20%2B%20more%27',
    '%27x%27%27%20or%201%20eq%201%20or%20%27%27a%27',
  ]);
});

test('whatever a name is made of, a filter holds exactly one literal and it says that name', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (name) => {
      const path = withQuery('/devices', { filter: odata`displayName eq ${name}`, top: 5 });
      expect(path).toMatch(/^\/devices\?\$filter=[\w%.~-]*&\$top=5$/);
      const text = decodeURIComponent(path.slice('/devices?$filter='.length, -'&$top=5'.length));
      const literal = /^displayName eq '((?:[^']|'')*)'$/s.exec(text)?.[1];
      expect(literal?.replaceAll("''", "'")).toBe(name);
    }),
  );
});

test('whatever an id is made of, it stays one segment of a path', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (id) => {
      fc.pre(!/^\.+$/.test(id));
      const path = at`/users/${id}/managedDevices`;
      expect(new URL(path, 'https://graph.microsoft.com').pathname.split('/').map(decodeURIComponent)).toEqual([
        '',
        'users',
        id,
        'managedDevices',
      ]);
    }),
  );
  expect(() => at`/users/${'..'}/managedDevices`).toThrow(TypeError);
});

test('F075: members that nobody knew are kept as they came, and stop nothing', async () => {
  const alerts = caseData<{ id: string; severity: string | null; status: string }[]>('F075-enum-new');
  const alert = z.object({
    id: z.string(),
    severity: memberOf(['informational', 'low', 'medium', 'high']),
    status: memberOf(['new', 'inProgress', 'resolved']),
  });
  const room = await openRoom(() => ({ body: { value: alerts } }), 'security-alert-responder');
  const read = (await itemsOf(room.graph().pages(v1('/security/alerts_v2')))).map((item) => alert.parse(item));
  expect(read.map(({ severity, status }) => [severity.member, severity.raw, status.member, status.raw])).toEqual([
    [undefined, 'critical', 'new', 'new'],
    ['high', 'high', undefined, 'unknownFutureValue'],
    [undefined, null, 'new', 'new'],
    ['low', 'low', 'new', 'new'],
  ]);
  expect(room.stub.seen[0]?.headers['prefer']).toBe('include-unknown-enum-members');
});

test('a list that is more than two in a hundred short of the head count is not believed', () => {
  expect(isComplete(2_000, 19_000)).toBe(false);
  expect(isComplete(9_799, 10_000)).toBe(false);
  expect(isComplete(9_800, 10_000)).toBe(true);
  expect(isComplete(0, 0)).toBe(true);
});
