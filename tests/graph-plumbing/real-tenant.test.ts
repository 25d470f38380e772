import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { UnsecuredJWT } from 'jose';
import { expect, onTestFinished, test, vi } from 'vitest';
import { accessOfDeveloper } from '../../infra/local/supervisor/real-tenant.ts';
import { CONTOSO } from './room.ts';

/** Azure's command line tool, signed in as somebody with these permissions; gives what it was asked for, a line a call. */
async function signedIn(permissions: string): Promise<() => Promise<string[]>> {
  const folder = await mkdtemp(join(tmpdir(), 'signed-in-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const accessToken = new UnsecuredJWT({ scp: permissions }).encode();
  const answer = JSON.stringify({ accessToken, expires_on: Math.floor(Date.now() / 1_000) + 3_600 });
  const asked = join(folder, 'asked');
  const script = `#!/bin/sh\necho "$@" >> '${asked}'\necho '${answer}'\n`;
  await writeFile(join(folder, 'az'), script, { mode: 0o700 });
  vi.stubEnv('PATH', `${folder}${delimiter}${process.env['PATH']}`);
  onTestFinished(() => void vi.unstubAllEnvs());
  return async () => (await readFile(asked, 'utf8')).trim().split('\n').sort();
}

const BLOCKS = 'block users (User.EnableDisableAccount.All)';

test('of a real tenant is said what the person signed in lets the product do, before it calls anything', async () => {
  const asked = await signedIn('DeviceManagementManagedDevices.Read.All User.EnableDisableAccount.All');
  const lines = (await accessOfDeveloper(CONTOSO, 'not-allowed')).split('\n');
  expect(lines[0]).toBe(`Tenant ${CONTOSO}: reads only; no call changes anything.`);
  expect(lines).toContain('  may: read devices and their health (DeviceManagementManagedDevices.Read.All)');
  expect(lines).toContain(`  granted, not used: ${BLOCKS}`);
  expect(lines).toContain('  may not: send mail (Mail.Send)');
  const calls = await asked();
  expect(calls).toHaveLength(2);
  for (const call of calls) expect(call).toMatch(new RegExp(`^account get-access-token .*--tenant ${CONTOSO}`));
});

test('with writes allowed it is said that the tenant may be changed', async () => {
  await signedIn('User.EnableDisableAccount.All');
  const lines = (await accessOfDeveloper(CONTOSO, 'allowed')).split('\n');
  expect(lines[0]).toBe(`Tenant ${CONTOSO}: reads and writes.`);
  expect(lines).toContain(`  may: ${BLOCKS}`);
});
