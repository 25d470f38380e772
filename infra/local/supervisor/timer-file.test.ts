import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { timerFile } from './timer-file.ts';

async function path(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'timers-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return join(folder, 'deep/timers.json');
}

it('what a timer wrote is read after a restart', async () => {
  const file = await path();
  const before = timerFile(file);
  await before.write('hourly', { last: 10, next: 20, lastUpdated: 10 });
  await before.write('daily', { next: 30, lastUpdated: 5 });
  const after = timerFile(file);
  expect(after.read('hourly')).toEqual({ last: 10, next: 20, lastUpdated: 10 });
  expect(after.read('daily')).toEqual({ next: 30, lastUpdated: 5 });
  expect(after.read('never')).toBeUndefined();
});

it('timers begin anew where the file cannot be read', async () => {
  const file = await path();
  await timerFile(file).write('hourly', { next: 20, lastUpdated: 10 });
  await writeFile(file, '{"hourly":{"ne');
  expect(timerFile(file).read('hourly')).toBeUndefined();
});
