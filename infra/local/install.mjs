// Installs the locked packages when they are missing or older than the lock file. Needs Node alone: it runs before anything is installed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const stamp = `${root}node_modules/.installed`;
const wanted = createHash('sha256')
  .update(readFileSync(`${root}package-lock.json`))
  .digest('hex');

if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) process.exit(0);

console.error('Installing packages (once; about a minute) …');
// An install that breaks off must not pass for the one before it.
rmSync(stamp, { force: true });
// The tools are development packages, which npm leaves out where NODE_ENV says production.
const { status, error } = spawnSync('npm', ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'], {
  cwd: root,
  // Standard output belongs to the command that follows (`--json` prints its one line there).
  stdio: ['ignore', 2, 2],
  shell: process.platform === 'win32',
});
if (error) console.error(`npm could not be started: ${error.message}`);
if (status !== 0) {
  console.error('The packages could not be installed. Check the network and run the command again.');
  process.exit(status ?? 1);
}
writeFileSync(stamp, wanted);
