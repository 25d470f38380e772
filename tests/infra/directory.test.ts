import { beforeEach, describe, expect, it } from 'vitest';
import { type Directory, openDirectory } from '../../infra/azure/directory/directory.ts';
import { leave } from '../../infra/azure/directory/leave.ts';
import { reconcile, type WantedApplication } from '../../infra/azure/directory/reconcile.ts';
import {
  actingApplications,
  apiApplication,
  consentLink,
  consoleApplication,
} from '../../infra/azure/directory/wanted.ts';
import { TENANT, testCloud } from '../../infra/local/fleet/test-cloud.ts';
import { SERVICES } from '../../shared/contracts/events/topology.ts';

const installation = { environmentName: 'omd', homeTenantId: TENANT, consoleUrl: 'https://console.example.org' };
const identities = SERVICES.map((service, n) => ({ service, principalId: `00000000-0000-4000-8000-00000000000${n}` }));
const acting = (preset: 'read-only' | 'full') => actingApplications(installation, identities, preset, true);

let directory: Directory;
let ask: Awaited<ReturnType<typeof testCloud>>['ask'];

beforeEach(async () => {
  const cloud = await testCloud({ devices: 1 });
  ask = cloud.ask;
  directory = openDirectory({ baseUrl: cloud.server.graphUrl, token: cloud.token });
});

const inTurn = async (wanted: readonly WantedApplication[], mode: 'plan' | 'apply') => {
  const all = [];
  for (const application of wanted) all.push(await reconcile(directory, application, mode));
  return all;
};

describe('the applications that act in tenants', () => {
  it('are planned without anything being done', async () => {
    const planned = await inTurn(acting('full'), 'plan');
    expect(planned.map(({ steps }) => steps[0])).toEqual(SERVICES.map((service) => `register omd-${service}`));
    expect((await ask('GET', '/v1.0/applications')).body.value).toEqual([]);
  });

  it('are made once: whoever runs it again finds nothing to do', async () => {
    const made = await inTurn(acting('full'), 'apply');
    expect(made.every(({ appId }) => appId)).toBe(true);
    const again = await inTurn(acting('full'), 'apply');
    expect(again.map(({ steps, extras }) => [...steps, ...extras])).toEqual(SERVICES.map(() => []));
  });

  it('trust the managed identity of their service alone', async () => {
    await inTurn(acting('read-only'), 'apply');
    for (const { service, principalId } of identities) {
      const application = await directory.application(`omd-${service}`);
      const trusted = await directory.credentials(application?.id ?? '');
      expect(trusted).toMatchObject([
        { subject: principalId, issuer: `https://login.microsoftonline.com/${TENANT}/v2.0` },
      ]);
    }
  });

  it('may read and nothing else under the preset of a pilot', async () => {
    const steps = (await inTurn(acting('read-only'), 'plan')).flatMap((each) => each.steps);
    expect(steps.filter((step) => /^grant .*(Write|Isolate)/.test(step))).toEqual([]);
    expect(steps).toContain('grant Machine.Read.All to omd-security-alert-responder');
  });

  it('that may do more than is asked say so, and keep it until a person decides', async () => {
    await inTurn(acting('full'), 'apply');
    const [registration] = await inTurn(acting('read-only'), 'apply');
    expect(registration?.extras).toEqual(['DeviceManagementServiceConfig.ReadWrite.All', 'Group.ReadWrite.All']);
  });

  it('go on where a run was cut off', async () => {
    const [registration] = acting('full');
    if (!registration) throw new TypeError('There is an application for every service.');
    let left = 4;
    const failing: Directory = {
      ...directory,
      grant: (grant) => (--left > 1 ? directory.grant(grant) : Promise.reject(new Error('The line was cut.'))),
    };
    await expect(reconcile(failing, registration, 'apply')).rejects.toThrow('The line was cut.');
    const { steps } = await reconcile(directory, registration, 'apply');
    expect(steps.every((step) => step.startsWith('grant'))).toBe(true);
    expect((await reconcile(directory, registration, 'apply')).steps).toEqual([]);
  });

  it('are taken out of a tenant that leaves, with all that was granted to them, and nothing else is', async () => {
    const made = await inTurn([...acting('full'), apiApplication(installation, undefined)], 'apply');
    const ids = Object.fromEntries(made.map(({ uniqueName, appId }) => [uniqueName, appId ?? '']));
    const { 'omd-api': api = '', ...applications } = ids;
    const planned = await leave(directory, applications, 'plan');
    expect(planned[0]).toBe('take omd-device-registration out of this tenant, with 4 permissions');
    expect(await leave(directory, applications, 'apply')).toEqual(planned);
    expect(await leave(directory, applications, 'apply')).toEqual([]);
    for (const appId of Object.values(applications)) expect(await directory.principal(appId)).toBeUndefined();
    expect(await directory.principal(api)).toBeDefined();
    const [registration] = await inTurn(acting('full'), 'apply');
    expect(registration?.steps.filter((step) => step.startsWith('grant'))).toHaveLength(4);
  });

  it('ask a customer for consent at an address of their own tenant', async () => {
    const link = new URL(consentLink('customer', 'app', installation));
    expect(link.pathname).toBe('/customer/v2.0/adminconsent');
    expect(link.searchParams.get('redirect_uri')).toBe('https://console.example.org/consent');
  });
});

describe('the applications with which people sign in', () => {
  it('carry the roles and the scope that the door asks for', async () => {
    const [web] = await inTurn([consoleApplication(installation)], 'apply');
    const wanted = apiApplication(installation, web?.appId);
    await inTurn([wanted], 'apply');
    const { body } = await ask('GET', "/v1.0/applications?$filter=uniqueName eq 'omd-api'");
    const [api] = body.value;
    expect(api.identifierUris).toEqual([`api://${api.appId}`]);
    expect(api.api.oauth2PermissionScopes).toMatchObject([{ value: 'access_as_user' }]);
    expect(api.appRoles.map(({ value }: { value: string }) => value)).toContain('Approver');
    const callers = api.api.preAuthorizedApplications.map(({ appId }: { appId: string }) => appId);
    expect(callers).toContain(web?.appId);
    const scopes = api.api.oauth2PermissionScopes.map(({ id }: { id: string }) => id);
    for (const { delegatedPermissionIds } of api.api.preAuthorizedApplications)
      expect(delegatedPermissionIds).toEqual(scopes);
    expect((await inTurn([wanted], 'apply')).flatMap(({ steps }) => steps)).toEqual([]);
  });
});
