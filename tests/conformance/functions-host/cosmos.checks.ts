import assert from 'node:assert/strict';
import { once } from 'node:events';
import { checks } from './checks.ts';
import { type Database, withDatabase } from './database.ts';
import { type OpenedApp, until } from './environment.ts';
import { startHostProcess } from './start-host-process.ts';

interface SeenChanges {
  readonly function: string;
  readonly ids: readonly string[];
  readonly documents: readonly Record<string, unknown>[];
  readonly retry: { readonly retryCount: number; readonly maxRetryCount: number } | undefined;
}

export const feeds = checks('change feed', {
  'brings what is written after the first start, not what was there': withDatabase(async (database, { open }) => {
    await database.write({ id: 'before' });
    const app = await open('feed', database.options);
    await app.settle();
    await database.write({ id: 'after' });
    await app.settle();
    assert.deepEqual(await idsOf(app, 'from-now'), ['after']);
  }),
  'brings everything when it starts from the beginning': withDatabase(async (database, { open }) => {
    await database.write({ id: 'a' }, { id: 'b' });
    const app = await open('feed', database.options);
    await app.settle();
    assert.deepEqual(await idsOf(app, 'from-beginning'), ['a', 'b']);
  }),
  'hands over whole documents with their system properties, and only the latest version': withDatabase(
    async (database, { open }) => {
      await database.write({ id: 'a', n: 1 }, { id: 'a', n: 2 });
      const app = await open('feed', database.options);
      await app.settle();
      const [{ documents = [] } = {}] = await seenBy(app, 'from-beginning');
      assert.equal(documents.length, 1);
      assert.equal(documents[0]?.['n'], 2);
      for (const property of ['_etag', '_ts', '_rid', '_self']) assert.ok(documents[0]?.[property], property);
    },
  ),
  'comes in batches of at most maxItemsPerInvocation': withDatabase(async (database, { open }) => {
    await database.write({ id: 'a' }, { id: 'b' }, { id: 'c' });
    const app = await open('feed', database.options);
    await app.settle();
    assert.deepEqual(
      (await seenBy(app, 'from-beginning')).map(({ ids }) => ids),
      [['a', 'b'], ['c']],
    );
  }),
  'makes the container for leases where it is asked to': withDatabase(async (database, { open }) => {
    const app = await open('feed', database.options);
    await app.settle();
    const { resources } = await database.leases.items.readAll<{ id: string }>().fetchAll();
    assert.deepEqual(resources.map(({ id }) => id).sort(), ['beginningfleet_devices..0', 'nowfleet_devices..0']);
  }),
  'goes on at its lease after a restart': withDatabase(async (database, { open }) => {
    const app = await open('feed', database.options);
    await app.settle();
    await app.host.drain(5_000);
    await database.write({ id: 'meanwhile' });
    const next = await app.again();
    await next.settle();
    assert.deepEqual(await idsOf(next, 'from-now'), ['meanwhile']);
  }),
  'tries a failed batch again, later each time, until it succeeds': withDatabase(async (database, { open }) => {
    const app = await open('feed', database.options);
    await database.write({ id: 'a', fail: 2 });
    const started = app.clock.now();
    await untilQuiet(app);
    assert.deepEqual(
      (await seenBy(app, 'from-beginning')).map(({ retry }) => retry),
      [0, 1, 2].map((retryCount) => ({ retryCount, maxRetryCount: -1 })),
    );
    assert.equal(app.clock.now() - started, 1_000 + 2_000);
  }),
  'holds back what comes after a batch that fails': withDatabase(async (database, { open }) => {
    const app = await open('feed', database.options);
    await database.write({ id: 'a', fail: 1 });
    await app.settle();
    await database.write({ id: 'b' });
    await app.settle();
    assert.deepEqual(await idsOf(app, 'from-beginning'), ['a']);
    await untilQuiet(app);
    assert.deepEqual(await idsOf(app, 'from-beginning'), ['a', 'a', 'b']);
  }),
  'passes over a failed batch without a retry policy, and says so': withDatabase(async (database, { open }) => {
    const app = await open('feed', database.options);
    await app.settle();
    await database.write({ id: 'a', fail: 1 });
    await app.settle();
    await database.write({ id: 'b' });
    await app.settle();
    assert.deepEqual(await idsOf(app, 'from-now'), ['a', 'b']);
    assert.ok(
      app.log.some(
        ({ functionName, message }) => functionName === 'from-now' && message.includes('1 changes are passed over'),
      ),
    );
  }),
});

export const rough = checks('change feed in rough weather', {
  'brings every change when reads are refused and dropped': withDatabase(async (database, { open }) => {
    const app = await open('feed', database.options);
    await app.settle();
    database.cosmos.faults.add({
      effect: { kind: 'refuse', status: 503 },
      container: 'devices',
      method: 'GET',
      times: 3,
    });
    database.cosmos.faults.add({ effect: { kind: 'drop-connection' }, container: 'devices', method: 'GET', times: 3 });
    await database.write({ id: 'a' });
    await app.settle();
    assert.deepEqual(await idsOf(app, 'from-now'), ['a']);
  }),
  'brings every change when the answer to a checkpoint is lost': withDatabase(async (database, { open }) => {
    const app = await open('feed', database.options);
    await app.settle();
    database.cosmos.faults.add({ effect: { kind: 'lose-answer' }, container: 'leases', method: 'PUT', times: 2 });
    await database.write({ id: 'a' });
    await app.settle();
    await database.write({ id: 'b' });
    await app.settle();
    assert.deepEqual([...new Set(await idsOf(app, 'from-now'))], ['a', 'b']);
  }),
});

export const leases = checks('leases', {
  'let one host of an app read at a time': withDatabase(async (database, { open }) => {
    const first = await open('feed', database.options);
    await first.settle();
    const second = await first.again();
    await second.settle();
    await database.write({ id: 'a' });
    assert.equal(await second.settle(), 0);
    await first.settle();
    assert.deepEqual(await idsOf(first, 'from-now'), ['a']);
  }),
  'go to the other host when the first drains': withDatabase(async (database, { open }) => {
    const first = await open('feed', database.options);
    await first.settle();
    const second = await first.again();
    await second.settle();
    await first.host.drain(5_000);
    await database.write({ id: 'a' });
    await second.settle();
    assert.deepEqual(await idsOf(second, 'from-now'), ['a']);
  }),
  'go to the other host when the first is killed, and nothing is lost': withDatabase(async (database, { open }) => {
    const first = await open('feed', database.options);
    await first.settle();
    const second = await first.again();
    await second.settle();
    await first.host.kill();
    await database.write({ id: 'a' });
    await second.settle();
    assert.deepEqual(await idsOf(second, 'from-now'), ['a']);
  }),
  'go to the other host when the process of the first is killed': withDatabase(async (database, { open }) => {
    const app = await open('feed', database.options);
    const child = await startHostProcess(app.root, { Cosmos: database.connectionString });
    await until(async () => (await heldBy(database)) === child.pid);
    child.kill('SIGKILL');
    await once(child, 'exit');
    await database.write({ id: 'a' });
    await app.settle();
    assert.deepEqual(await idsOf(app, 'from-now'), ['a']);
  }),
  'are free once they have run out, whoever holds them': withDatabase(async (database, { open }) => {
    const first = await open('feed', database.options);
    await first.settle();
    await first.host.drain(5_000);
    await hold(database, { machine: 'another machine', process: 1, host: 'gone' }, Date.now() - 1);
    await database.write({ id: 'a' });
    const second = await first.again();
    await second.settle();
    assert.deepEqual(await idsOf(second, 'from-now'), ['a']);
  }),
  'are left alone while a host of another machine holds them': withDatabase(async (database, { open }) => {
    const first = await open('feed', database.options);
    await first.settle();
    await first.host.drain(5_000);
    await hold(database, { machine: 'another machine', process: 1, host: 'alive' }, Date.now() + 60_000);
    await database.write({ id: 'a' });
    const second = await first.again();
    await second.settle();
    assert.deepEqual(await idsOf(second, 'from-now'), []);
  }),
  'wake a host that reads by itself as soon as something is committed': withDatabase(async (database, { open }) => {
    const app = await open('feed', { ...database.options, mode: 'wall' });
    await app.host.start();
    await until(
      async () =>
        (
          await database.leases.items
            .readAll()
            .fetchAll()
            .catch(() => undefined)
        )?.resources.length === 2,
    );
    await database.write({ id: 'a' });
    assert.deepEqual(
      await until(async () => {
        const found = await idsOf(app, 'from-beginning');
        return found.length > 0 && found;
      }),
      ['a'],
    );
    assert.equal(await app.host.drain(5_000), true);
  }),
});

/** Goes on from alarm to alarm until none is set. */
async function untilQuiet({ clock, settle }: OpenedApp): Promise<void> {
  await settle();
  for (let next = clock.next(); next !== undefined; next = clock.next()) {
    clock.jumpTo(next);
    await settle();
  }
}

/** The process whose host holds the lease, once it knows where its feed begins. */
async function heldBy({ leases: container }: Database): Promise<number | undefined> {
  const item = container.item('nowfleet_devices..0', 'nowfleet_devices..0');
  const { resource } = await item
    .read<{ owner: { process: number }; continuation?: string }>()
    .catch(() => ({ resource: undefined }));
  return resource?.continuation === undefined ? undefined : resource.owner.process;
}

async function hold({ leases: container }: Database, owner: object, expires: number): Promise<void> {
  const item = container.item('nowfleet_devices..0', 'nowfleet_devices..0');
  const { resource } = await item.read();
  await item.replace({ ...resource, id: 'nowfleet_devices..0', owner, expires });
}

async function seenBy(app: OpenedApp, name: string): Promise<SeenChanges[]> {
  return (await app.seen<SeenChanges>()).filter((each) => each.function === name);
}

async function idsOf(app: OpenedApp, name: string): Promise<string[]> {
  return (await seenBy(app, name)).flatMap(({ ids }) => ids);
}
