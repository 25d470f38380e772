import { expect, it, onTestFinished } from 'vitest';
import { DEMO_TENANT } from '../../../infra/local/supervisor/demo-tenant.ts';
import { SERVICES, type ServiceName } from '../../../shared/contracts/events/topology.ts';
import { NEEDED } from '../../../shared/contracts/microsoft-permissions.ts';
import { openProduct } from '../product.ts';

const HOUR = 60 * 60_000;
const CALLERS = SERVICES.filter((service) => NEEDED[service].full.length > 0);

/** Everything that the services read. */
const READ = CALLERS.flatMap((service) => NEEDED[service]['read-only'].map(({ name }) => name));

const allBut = (withheld: string) =>
  CALLERS.flatMap((service) => NEEDED[service].full.map(({ name }) => name)).filter((name) => name !== withheld);

/** Three hours of the demo tenant, whose administrator has granted this. */
async function threeHoursWith(permissions: readonly string[]) {
  const fleet = { devices: 20, permissionsOf: () => permissions };
  const product = await openProduct(Date.UTC(2026, 2, 2, 8), { fleet });
  onTestFinished(() => product.platform.close());
  const ada = product.signIn('Ada', 'GlobalAdministrator');
  await ada('POST', '/api/v1/tenants', { body: { ...DEMO_TENANT, operators: [...DEMO_TENANT.operators] } });
  await product.pass(3 * HOUR);
  const at = async (service: ServiceName, path: string) =>
    (await ada('GET', `/api/v1/${service}/tenants/${DEMO_TENANT.entraTenantId}${path}`)).body;
  const deadLetters = [];
  for (const service of SERVICES) deadLetters.push(...(await at(service, '/dead-letters')).items);
  const missing: [ServiceName, string[]][] = [];
  for (const service of CALLERS) {
    const { microsoft } = await at(service, '/status');
    missing.push([service, microsoft.missing.map(({ name }: { name: string }) => name)]);
  }
  return {
    devices: (await ada('GET', '/devices')).body.items.length,
    deadLetters,
    missing: Object.fromEntries(missing.filter(([, names]) => names.length > 0)),
  };
}

it('who may read and no more finds the devices, says what is missing for the rest, and puts nothing aside', async () => {
  const { devices, deadLetters, missing } = await threeHoursWith(READ);
  expect(devices).toBeGreaterThan(0);
  expect(deadLetters).toEqual([]);
  expect(missing).toEqual({
    'device-registration': ['DeviceManagementServiceConfig.ReadWrite.All', 'Group.ReadWrite.All'],
    'update-orchestrator': [
      'DeviceManagementConfiguration.ReadWrite.All',
      'Group.ReadWrite.All',
      'WindowsUpdates.ReadWrite.All',
    ],
    'security-alert-responder': ['SecurityAlert.ReadWrite.All', 'SecurityIncident.ReadWrite.All', 'Machine.Isolate'],
  });
});

it('what one service lacks is no matter of the others', async () => {
  const { devices, deadLetters, missing } = await threeHoursWith(allBut('SecurityAlert.ReadWrite.All'));
  expect(devices).toBeGreaterThan(0);
  expect(deadLetters).toEqual([]);
  expect(missing).toEqual({ 'security-alert-responder': ['SecurityAlert.ReadWrite.All'] });
});
