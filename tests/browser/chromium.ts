import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Browser, chromium } from 'playwright-core';

const FLAGS = [
  '--no-sandbox',
  '--no-zygote',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * Starts a browser: the one that `CHROMIUM_PATH` names, else the one that npm has brought (Linux on x64), else an installed
 * Chrome or Edge.
 */
export async function launchChromium(): Promise<Browser> {
  const path = process.env['CHROMIUM_PATH'];
  if (path) return chromium.launch({ executablePath: path, args: FLAGS });
  if (process.platform === 'linux' && process.arch === 'x64')
    return chromium.launch({ ...(await unpacked()), args: FLAGS });
  return chromium.launch({ channel: process.platform === 'win32' ? 'msedge' : 'chrome', args: FLAGS });
}

const inRoot = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** The package takes whatever lies in the temporary folder for its own, so it is given one by version. */
async function unpacked() {
  const folder = inRoot('node_modules/.cache/chromium-147');
  if (!existsSync(folder)) await mkdir(folder, { recursive: true });
  const script = fileURLToPath(new URL('unpack-chromium.mjs', import.meta.url));
  // Says to the package that the machine may have none of the libraries that Chromium needs.
  const env = { ...process.env, TMPDIR: folder, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x' };
  const { stdout } = await promisify(execFile)(process.execPath, [script], { env, cwd: inRoot('.') });
  const { executablePath, env: extra } = JSON.parse(stdout) as { executablePath: string; env: Record<string, string> };
  return { executablePath, env: { ...process.env, ...extra } as Record<string, string> };
}
