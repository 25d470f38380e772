import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BuildFolders } from './build.ts';

const SOURCES = ['services/console', 'shared/contracts/http'];

/** Whether the console is missing below `out`, or older than its sources. */
export async function needsConsole(root: string, out: string): Promise<boolean> {
  const built = modifiedAt(join(out, 'console/index.html'));
  for (const folder of SOURCES)
    for (const entry of await readdir(join(root, folder), { recursive: true, withFileTypes: true }))
      if (entry.isFile() && modifiedAt(join(entry.parentPath, entry.name)) > built) return true;
  return false;
}

/**
 * Builds the console in a process of its own when it is older than its sources: whoever waits for the services does not wait
 * for it. Resolves when it can be seen.
 */
export async function buildConsoleBeside({ root, out }: BuildFolders, say: (line: string) => void): Promise<void> {
  if (!(await needsConsole(root, out))) return;
  say('building the console; its pages are there in a moment');
  const main = fileURLToPath(new URL('console-main.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', main], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [code] = await once(child, 'exit');
  say(code === 0 ? 'the console is built' : 'the console could not be built');
}

/** Builds the console. @throws what the bundler complains of */
export async function buildConsole(root: string): Promise<void> {
  // The bundler is loaded only when there is something to build.
  const { build } = await import('vite');
  await build({ configFile: join(root, 'services/console/vite.config.ts'), logLevel: 'error' });
}

function modifiedAt(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
