import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BuildFolders } from './build.ts';
import { newest } from './freshness.ts';

/** Whether the console is missing below `out`, or older than its sources. Contracts give it types, which are not in it. */
export function needsConsole(root: string, out: string): boolean {
  const built = modifiedAt(join(out, 'console/pages/index.html'));
  return Math.max(newest(join(root, 'services/console')), modifiedAt(join(root, 'package-lock.json'))) > built;
}

/**
 * Builds the console when it is older than its sources; whoever waits for the services does not wait for it. Resolves when it
 * can be seen.
 */
export async function buildConsoleBeside({ root, out }: BuildFolders, say: (line: string) => void): Promise<void> {
  if (!needsConsole(root, out)) return;
  say('building the console; its pages are there in a moment');
  await buildConsole(root).then(
    () => say('the console is built'),
    (error: Error) => say(error.message),
  );
}

/**
 * Builds the console in a process of its own: the bundler goes by the environment, and a test's would give people the slow
 * React that is made for developing.
 * @throws when it does not build; the bundler has said why on standard error
 */
export async function buildConsole(root: string): Promise<void> {
  const main = fileURLToPath(new URL('console-main.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', main], {
    cwd: root,
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error('The console could not be built.');
}

function modifiedAt(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
