import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, it, onTestFinished } from 'vitest';
import { run, type Session } from '../../infra/azure/directory/command.ts';
import { openDirectory } from '../../infra/azure/directory/directory.ts';
import { TENANT, testCloud } from '../../infra/local/fleet/test-cloud.ts';
import { SERVICES } from '../../shared/contracts/events/topology.ts';

const CONSOLE = ['--console', 'https://console.example.org'];

let session: Session;
let folder: string;

beforeEach(async () => {
  const cloud = await testCloud({ devices: 1 });
  session = { tenantId: TENANT, directory: openDirectory({ baseUrl: cloud.server.graphUrl, token: cloud.token }) };
  folder = await mkdtemp(join(tmpdir(), 'directory-'));
  onTestFinished(() => rm(folder, { recursive: true }));
});

async function fileOf(content: unknown): Promise<string> {
  const file = join(folder, 'content.json');
  await writeFile(file, JSON.stringify(content));
  return file;
}

async function typed(...args: readonly string[]): Promise<string[]> {
  const said: string[] = [];
  await run(args, session, (line) => said.push(line));
  return said;
}

/** What follows a name in what was said. */
const after = (name: string, said: readonly string[]) =>
  said.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2) ?? '';

const identities = SERVICES.map((service, n) => ({ service, principalId: `00000000-0000-4000-8000-00000000000${n}` }));

it('from the first plan to a customer who has left, as the README has it', async () => {
  const permissions = ['permissions', ...CONSOLE, '--identities', await fileOf(identities), '--many-tenants'];
  expect((await typed(...permissions))[1]).toBe('  would: register omd-device-registration');
  expect(after('graphApplicationIds', await typed(...permissions))).toBe('{}');
  await typed(...permissions, '--apply');
  const again = await typed(...permissions, '--apply');
  expect(again.slice(0, -1)).toEqual(SERVICES.map((service) => `omd-${service}: nothing to do`));

  const links = await typed('consent', ...CONSOLE, '--customer', TENANT);
  expect(links.map((line) => line.split(': ')[0])).toEqual(SERVICES);
  for (const link of links) expect(link).toContain(`/${TENANT}/v2.0/adminconsent?client_id=`);

  const applications = await fileOf(JSON.parse(after('graphApplicationIds', again)));
  const leaving = ['leave', '--customer', TENANT, '--applications', applications];
  expect(await typed(...leaving)).toHaveLength(SERVICES.length);
  expect((await typed(...leaving, '--apply'))[0]).toMatch(/^ {2}done: take device-registration out/);
  expect(await typed(...leaving)).toEqual(['None of the applications is in this tenant.']);
});

it('people sign in after one run, and a second finds nothing to do', async () => {
  expect(after('apiApplicationId', await typed('sign-in', ...CONSOLE))).toBe('(after --apply)');
  const said = await typed('sign-in', ...CONSOLE, '--apply');
  expect(after('apiApplicationId', said)).toMatch(/^[0-9a-f-]{36}$/);
  expect(after('consoleApplicationId', said)).toMatch(/^[0-9a-f-]{36}$/);
  expect((await typed('sign-in', ...CONSOLE)).slice(0, 2)).toEqual([
    'omd-console: nothing to do',
    'omd-api: nothing to do',
  ]);
});

it('what makes no sense is said, and nothing is done', async () => {
  const ids = await fileOf([{ service: 'mail', principalId: 'x' }]);
  await expect(typed()).rejects.toThrow('Say what to do');
  await expect(typed('sign-in', '--apply')).rejects.toThrow('--console is missing.');
  await expect(typed('permissions', ...CONSOLE, '--identities', ids)).rejects.toThrow('is not what --identities takes');
  const own = await fileOf(identities);
  await expect(typed('permissions', ...CONSOLE, '--identities', own, '--preset', 'all')).rejects.toThrow(
    'read-only or full',
  );
  const elsewhere = ['leave', '--customer', '00000000-1111-4111-8111-111111111111', '--applications', await fileOf({})];
  await expect(typed(...elsewhere, '--apply')).rejects.toThrow('Sign in there first');
});
