import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const INSTALL = fileURLToPath(new URL('../../infra/local/install.mjs', import.meta.url));

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'omd-install-'));
  mkdirSync(join(root, 'infra/local'), { recursive: true });
  cpSync(INSTALL, join(root, 'infra/local/install.mjs'));
  changeLock('first');
  writeNpm();
});

afterEach(() => rmSync(root, { recursive: true }));

describe('the install before a command', () => {
  it('runs once on a fresh clone, and not again', () => {
    expect(install().status).toBe(0);
    expect(install().status).toBe(0);
    expect(calls()).toEqual([{ args: expect.arrayContaining(['ci', '--include=dev']), folder: root }]);
  });

  it('runs again when the lock file has changed', () => {
    install();
    changeLock('second');
    install();
    install();
    expect(calls()).toHaveLength(2);
  });

  it('runs again when the packages were removed', () => {
    install();
    rmSync(join(root, 'node_modules'), { recursive: true });
    install();
    expect(calls()).toHaveLength(2);
  });

  it('says what to do when npm fails, passes its exit code on, and takes nothing for installed', () => {
    const failed = install({ NPM_EXITS: '7' });
    expect(failed.status).toBe(7);
    expect(failed.stderr).toContain('could not be installed');
    expect(install().status).toBe(0);
    expect(calls()).toHaveLength(2);
  });

  it('takes a broken update for no install at all, even after the lock file is back', () => {
    install();
    changeLock('second');
    install({ NPM_EXITS: '1' });
    changeLock('first');
    install();
    expect(calls()).toHaveLength(3);
  });

  it('says so when there is no npm', () => {
    const { status, stderr } = install({ PATH: join(root, 'nowhere') });
    expect(status).toBe(1);
    expect(stderr).toContain('npm could not be started');
  });

  it('leaves standard output to the command that follows', () => {
    const { stdout, stderr } = install();
    expect(stdout).toBe('');
    expect(stderr).toContain('added 1 package');
  });

  it('works below another npm', () => {
    const { status } = install({
      npm_lifecycle_event: 'prestart',
      npm_command: 'start',
      npm_config_loglevel: 'silent',
      npm_config_json: 'true',
      NODE_ENV: 'production',
    });
    expect(status).toBe(0);
    expect(calls()).toEqual([{ args: expect.arrayContaining(['ci', '--include=dev']), folder: root }]);
  });
});

function install(environment: NodeJS.ProcessEnv = {}) {
  const PATH = `${join(root, 'bin')}${delimiter}${process.env['PATH'] ?? ''}`;
  return spawnSync(process.execPath, [join(root, 'infra/local/install.mjs')], {
    cwd: tmpdir(),
    encoding: 'utf8',
    env: { ...process.env, PATH, ...environment },
  });
}

const changeLock = (content: string) => writeFileSync(join(root, 'package-lock.json'), content);

/** An npm that notes how it was called, makes half an install, and ends as it is told. */
function writeNpm(): void {
  const bin = join(root, 'bin');
  mkdirSync(bin);
  writeFileSync(
    join(bin, 'npm.mjs'),
    `import { appendFileSync, mkdirSync } from 'node:fs';
     const call = { args: process.argv.slice(2), folder: process.cwd() };
     appendFileSync(${JSON.stringify(join(root, 'calls'))}, JSON.stringify(call) + '\\n');
     mkdirSync('node_modules', { recursive: true });
     console.log('added 1 package');
     process.exit(Number(process.env.NPM_EXITS ?? 0));`,
  );
  writeFileSync(join(bin, 'npm'), `#!/bin/sh\nexec "${process.execPath}" "${join(bin, 'npm.mjs')}" "$@"\n`, {
    mode: 0o755,
  });
  writeFileSync(join(bin, 'npm.cmd'), `@"${process.execPath}" "%~dp0npm.mjs" %*\r\n`);
}

function calls(): { args: string[]; folder: string }[] {
  const lines = readFileSync(join(root, 'calls'), 'utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line));
}
