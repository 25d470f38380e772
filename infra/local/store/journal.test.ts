import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { journal, memoryJournal } from './journal.ts';
import type { Change, Store } from './store.ts';

/** A disk on which each commit waits until the test lets it end. */
function heldDisk() {
  const kept = new Map<string, string>();
  const commits: { changes: readonly Change[]; end: (error?: Error) => void }[] = [];
  const arrivals: (() => void)[] = [];

  const store: Store = {
    commit: (changes) =>
      new Promise((resolve, reject) => {
        const end = (error?: Error) => {
          if (error) return reject(error);
          for (const [key, value] of changes) value === undefined ? kept.delete(key) : kept.set(key, value);
          resolve();
        };
        commits.push({ changes, end });
        arrivals.shift()?.();
      }),
    range: () => [],
    get: (key) => kept.get(key),
    close: () => Promise.resolve(),
  };

  /** The next commit that has reached the disk. */
  async function commit() {
    if (commits.length === 0) await new Promise<void>((resolve) => arrivals.push(resolve));
    const next = commits.shift();
    if (!next) throw new Error('No commit has come.');
    return next;
  }

  return { store, kept, commit };
}

/** A disk that refuses the commits of these numbers, and keeps the others. */
function failingDisk(refused: ReadonlySet<number>) {
  const kept = new Map<string, string>();
  let count = 0;
  const store: Store = {
    async commit(changes) {
      if (refused.has(count++)) throw new Error('full');
      for (const [key, value] of changes) value === undefined ? kept.delete(key) : kept.set(key, value);
    },
    range: () => [],
    get: (key) => kept.get(key),
    close: () => Promise.resolve(),
  };
  return { store, kept, commits: () => count };
}

describe('the journal', () => {
  it('commits what a crowd has noted at once, each key with its last value', async () => {
    const disk = heldDisk();
    const { note, durable } = journal(disk.store);
    note('a', '1');
    const first = durable();
    note('a', '2');
    note('b', undefined);
    const second = durable();
    const { changes, end } = await disk.commit();
    expect(changes).toEqual([
      ['a', '2'],
      ['b', undefined],
    ]);
    end();
    await Promise.all([first, second]);
    expect([...disk.kept]).toEqual([['a', '2']]);
  });

  it('takes what is noted during a commit into the next one, and only one commit runs at a time', async () => {
    const disk = heldDisk();
    const { note, durable } = journal(disk.store);
    note('a', '1');
    const first = durable();
    const running = await disk.commit();
    note('b', '2');
    const second = durable();
    note('c', '3');
    const third = durable();
    running.end();
    await first;
    const next = await disk.commit();
    expect(next.changes).toEqual([
      ['b', '2'],
      ['c', '3'],
    ]);
    next.end();
    await Promise.all([second, third]);
  });

  it('waits for the commit under way when nothing new was noted', async () => {
    const disk = heldDisk();
    const { note, durable } = journal(disk.store);
    note('a', '1');
    const writer = durable();
    const { end } = await disk.commit();
    let seen: string | undefined;
    const reader = durable().then(() => {
      seen = disk.kept.get('a');
    });
    end();
    await Promise.all([writer, reader]);
    expect(seen).toBe('1');
  });

  it('asks nothing of the disk when nothing was noted', async () => {
    const disk = failingDisk(new Set([0]));
    await journal(disk.store).durable();
    expect(disk.commits()).toBe(0);
  });

  it('tells exactly those who waited for a commit that the disk refused it', async () => {
    const disk = heldDisk();
    const { note, durable } = journal(disk.store);
    note('a', '1');
    const refused = durable();
    const running = await disk.commit();
    note('b', '2');
    const later = durable();
    running.end(new Error('full'));
    await expect(refused).rejects.toThrow('full');
    (await disk.commit()).end();
    await later;
  });

  it('tries again what was refused, under what was noted since', async () => {
    const disk = failingDisk(new Set([0, 1]));
    const { note, durable } = journal(disk.store);
    note('a', '1');
    note('b', '1');
    await expect(durable()).rejects.toThrow('full');
    await expect(durable()).rejects.toThrow('full');
    note('b', '2');
    await durable();
    expect([...disk.kept]).toEqual([
      ['a', '1'],
      ['b', '2'],
    ]);
  });

  it('keeps every promise and forgets nothing, whatever the disk refuses', async () => {
    const note = fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.option(fc.string({ maxLength: 3 }), { nil: undefined }));
    const steps = fc.array(fc.oneof(note, fc.constant('ask' as const), fc.constant('wait' as const)));
    const refused = fc.uniqueArray(fc.nat({ max: REFUSALS - 1 }));
    await fc.assert(
      fc.asyncProperty(steps, refused, (actions, numbers) => keepsItsPromises(actions, new Set(numbers))),
    );
  });
});

const REFUSALS = 10;

async function keepsItsPromises(actions: readonly (Change | 'ask' | 'wait')[], refused: ReadonlySet<number>) {
  const disk = failingDisk(refused);
  const { note, durable } = journal(disk.store);
  const memory = new Map<string, string>();
  let notes = 0;

  async function ask() {
    const asked = notes;
    await durable();
    if (asked === notes) expect(disk.kept).toEqual(memory);
  }

  const asking: Promise<void>[] = [];
  for (const action of actions) {
    if (action === 'wait') await Promise.allSettled(asking);
    else if (action === 'ask') asking.push(ask());
    else {
      const [key, value] = action;
      note(key, value);
      notes++;
      value === undefined ? memory.delete(key) : memory.set(key, value);
    }
  }
  for (const result of await Promise.allSettled(asking)) {
    if (result.status === 'rejected') expect(result.reason).toHaveProperty('message', 'full');
  }
  for (let tries = 0; tries < REFUSALS; tries++) await durable().catch(() => undefined);
  await durable();
  expect(disk.kept).toEqual(memory);
}

describe('the journal of pure memory', () => {
  it('keeps nothing and is always done', async () => {
    memoryJournal.note('a', '1');
    await expect(memoryJournal.durable()).resolves.toBeUndefined();
  });
});
