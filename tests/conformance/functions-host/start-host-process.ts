import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** Runs the app of a folder in a process of its own, and waits until its triggers have begun. */
export async function startHostProcess(
  root: string,
  environment: Readonly<Record<string, string>>,
): Promise<ChildProcess> {
  const child = fork(fileURLToPath(new URL('host-process.ts', import.meta.url)), [root], {
    execArgv: ['--import', 'tsx'],
    env: { PATH: process.env['PATH'], ...environment },
  });
  await once(child, 'message');
  return child;
}
