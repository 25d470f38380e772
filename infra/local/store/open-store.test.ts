import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore } from './open-store.ts';
import type { Change, Store } from './store.ts';

const format = { name: 'test', version: 1 };

let folder: string;
const opened: Store[] = [];
const processes: ChildProcess[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'omd-store-'));
});

afterEach(async () => {
  for (const process of processes.splice(0)) process.kill('SIGKILL');
  for (const store of opened.splice(0)) await store.close();
  await rm(folder, { recursive: true });
});

async function open(path = folder): Promise<Store> {
  const store = await openStore(path, { format });
  opened.push(store);
  return store;
}

const everything = (store: Store) => [...store.range('', '\u{10ffff}')].map(({ key, value }) => [key, value]);

describe('a store', () => {
  it('gives back what was committed, after it was closed too', async () => {
    const store = await open(join(folder, 'made', 'when', 'missing'));
    await store.commit([
      ['device', 'known'],
      ['empty', ''],
    ]);
    await store.close();
    const again = await open(join(folder, 'made', 'when', 'missing'));
    expect(again.get('device')).toBe('known');
    expect(again.get('empty')).toBe('');
    expect(again.get('unknown')).toBeUndefined();
  });

  it('gives a range in key order, without its end', async () => {
    const store = await open();
    await store.commit([
      ['q|b|2', '2'],
      ['q|a|1', 'other'],
      ['q|b|1', '1'],
      ['q|c', 'other'],
    ]);
    expect([...store.range('q|b|', 'q|c')]).toEqual([
      { key: 'q|b|1', value: '1' },
      { key: 'q|b|2', value: '2' },
    ]);
  });

  it('commits all changes or none', async () => {
    const store = await open();
    const tooLong = 'k'.repeat(1_979);
    await expect(
      store.commit([
        ['first', '1'],
        [tooLong, '2'],
      ]),
    ).rejects.toMatchObject({ code: 'store-failed' });
    expect(everything(store)).toEqual([]);
    await store.commit([['later', '3']]);
    expect(everything(store)).toEqual([['later', '3']]);
  });

  it('leaves the process to others while it commits, and commits in order', async () => {
    const store = await open();
    const commits = [store.commit([['a', '1']]), store.commit([['a', '2']])];
    expect(store.get('a')).toBeUndefined();
    await Promise.all(commits);
    expect(store.get('a')).toBe('2');
  });

  it('equals a map after any changes, and after it was opened again', async () => {
    const key = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 });
    const value = fc.option(fc.string({ unit: 'grapheme', maxLength: 2_000 }), { nil: undefined });
    const commits = fc.array(fc.array(fc.tuple(key, value)), { maxLength: 8 });
    let run = 0;
    await fc.assert(
      fc.asyncProperty(commits, async (groups: Change[][]) => {
        const path = join(folder, `${run++}`);
        const model = new Map<string, string>();
        const store = await openStore(path, { format });
        for (const changes of groups) {
          await store.commit(changes);
          for (const [name, text] of changes) text === undefined ? model.delete(name) : model.set(name, text);
        }
        const byBytes = [...model].sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
        expect(everything(store)).toEqual(byBytes);
        await store.close();
        const again = await openStore(path, { format });
        expect(everything(again)).toEqual(byBytes);
        await again.close();
      }),
      { numRuns: 20 },
    );
  });

  it('finishes what was asked of it before it closes, though nothing else keeps the process', async () => {
    const closing = run(folder, `void store.commit([['a', '1']]); await store.close(); console.log('closed');`);
    expect(await outputOf(closing)).toBe('closed\n');
    expect(everything(await open())).toEqual([['a', '1']]);
  });

  it('refuses everything once it is closed, and closes once', async () => {
    const store = await open();
    await Promise.all([store.close(), store.close()]);
    await expect(store.commit([['a', '1']])).rejects.toMatchObject({ code: 'store-closed' });
    expect(() => store.get('a')).toThrow(expect.objectContaining({ code: 'store-closed' }));
    expect(() => store.range('a', 'b')).toThrow(expect.objectContaining({ code: 'store-closed' }));
  });
});

describe('the folder of a store', () => {
  it('may be one of several in a process', async () => {
    const one = await open(join(folder, 'one'));
    const two = await open(join(folder, 'two'));
    await Promise.all([one.commit([['a', 'one']]), two.commit([['a', 'two']])]);
    expect([one.get('a'), two.get('a')]).toEqual(['one', 'two']);
  });

  it('is refused while it is open, under any of its names', async () => {
    await open(join(folder, 'real'));
    await symlink(join(folder, 'real'), join(folder, 'alias'), 'junction');
    await expect(open(join(folder, 'real'))).rejects.toMatchObject({ code: 'store-in-use' });
    await expect(open(join(folder, 'alias'))).rejects.toMatchObject({ code: 'store-in-use' });
  });

  it('is refused while another process has it, and free as soon as that one is killed', async () => {
    const process = await holdIn(folder);
    await expect(open()).rejects.toMatchObject({ code: 'store-in-use' });
    process.kill('SIGKILL');
    await once(process, 'exit');
    expect(everything(await open())).toEqual([['held', 'durable']]);
  });

  it('keeps data of another format or version as it is, and says whose it is', async () => {
    const store = await open();
    await store.commit([['a', '1']]);
    await store.close();
    await expect(openStore(folder, { format: { name: 'test', version: 2 } })).rejects.toMatchObject({
      code: 'store-format',
      message: expect.stringContaining('"test 1"'),
    });
    await expect(openStore(folder, { format: { name: 'other', version: 1 } })).rejects.toMatchObject({
      code: 'store-format',
    });
    expect(everything(await open())).toEqual([['a', '1']]);
  });

  it('is refused when its file was cut short or holds something else', async () => {
    const file = join(folder, 'data.mdb');
    const store = await open();
    await store.commit([['a', 'x'.repeat(100_000)]]);
    await store.close();
    const { length } = await readFile(file);
    for (const size of [length - 4_096, 8_192, 100, 0]) {
      await truncate(file, size);
      await expect(open()).rejects.toMatchObject({ code: 'store-damaged' });
    }
    await writeFile(file, 'this is no database'.repeat(1_000));
    await expect(open()).rejects.toMatchObject({ code: 'store-damaged' });
  });

  it('is refused when it cannot be written to', async () => {
    await chmod(folder, 0o555);
    try {
      await asAnOrdinaryUser(() => expect(open()).rejects.toMatchObject({ code: 'store-read-only' }));
    } finally {
      await chmod(folder, 0o755);
    }
  });

  it('keeps what it had when a file may not grow any more', async () => {
    const { written, kept, code } = await fillUntilRefused(folder);
    expect(code).toBe('store-failed');
    expect(written).toBeGreaterThan(0);
    expect(kept).toBe(written);
    expect(everything(await open())).toHaveLength(written);
  });
});

/** Root may write anywhere, so for a while it is somebody else. */
async function asAnOrdinaryUser(work: () => Promise<void>): Promise<void> {
  const user = process.geteuid?.();
  if (user === 0) process.seteuid?.(65_534);
  try {
    await work();
  } finally {
    if (user === 0) process.seteuid?.(user);
  }
}

const program = (lines: string): string[] => [
  '--import',
  import.meta.resolve('tsx'),
  '--input-type=module',
  '--eval',
  `import { openStore } from ${JSON.stringify(new URL('open-store.ts', import.meta.url))};
   const store = await openStore(process.env.FOLDER, { format: ${JSON.stringify(format)} });
   ${lines}`,
];

/** Runs these lines in a process that has the store in this folder. */
function run(path: string, lines: string): ChildProcess {
  const child = spawn(process.execPath, program(lines), {
    env: { ...process.env, FOLDER: path },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  processes.push(child);
  return child;
}

/** Everything that a process prints until it ends. */
async function outputOf(child: ChildProcess): Promise<string> {
  const chunks: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk));
  await once(child, 'close');
  return Buffer.concat(chunks).toString();
}

/** A process that has committed `held` and keeps the folder. */
async function holdIn(path: string): Promise<ChildProcess> {
  const holder = run(
    path,
    `await store.commit([['held', 'durable']]); process.stdout.write('open'); setInterval(() => {}, 1e6);`,
  );
  if (!holder.stdout) throw new Error('The process has no output.');
  await once(holder.stdout, 'data');
  return holder;
}

/** Commits one key after the other in a process whose files may have 1 MB at most. */
async function fillUntilRefused(path: string): Promise<{ written: number; kept: number; code: string }> {
  const filling = spawn(
    'sh',
    ['-c', 'ulimit -f 2048 && exec "$0" "$@"', process.execPath].concat(
      program(`
        let written = 0;
        const refused = await (async () => {
          for (;; written++) await store.commit([['key' + written, 'x'.repeat(10_000)]]);
        })().catch((error) => error);
        console.log(JSON.stringify({ written, kept: [...store.range('', '~')].length, code: refused.code }));
      `),
    ),
    {
      cwd: fileURLToPath(new URL('.', import.meta.url)),
      env: { ...process.env, FOLDER: path },
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  );
  processes.push(filling);
  return JSON.parse(await outputOf(filling));
}
