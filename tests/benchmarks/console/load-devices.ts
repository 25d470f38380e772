import { CosmosClient } from '@azure/cosmos';
import type { Platform } from '../../../infra/local/driver/platform.ts';
import { personAt } from '../../../infra/local/story/person.ts';
import { product } from '../../../infra/local/supervisor/blueprint.ts';
import { DEMO_TENANT } from '../../../infra/local/supervisor/demo-tenant.ts';
import { deviceAggregate, deviceList } from '../../../services/device-registration/devices/device.store.ts';
import type { Device } from '../../../services/device-registration/devices/device.ts';
import { leaseContainerOf } from '../../../shared/contracts/state/containers.ts';
import { leaseContainer, stateContainer } from '../../../shared/state/container.ts';
import { stateOn } from '../../../shared/state/open-state.ts';
import { inParallel } from '../rounds.ts';

const SERVICE = 'device-registration';
const LANES = 64;
/** The feed hands over no more than this at a time, so that the process can do something else in between. */
const PORTION = 5_000;

/**
 * Gives the demo tenant so many devices more, through the state room of device registration: documents as the service itself
 * saves them, which its change feed brings into the list. They have no events, so that nobody registers a hundred thousand
 * devices with Microsoft. Resolves when the list has them all.
 */
export async function loadDevices(platform: Platform, count: number): Promise<void> {
  const { cosmos } = platform.ground;
  const client = new CosmosClient({ endpoint: cosmos.endpoint, key: cosmos.key, httpClient: cosmos.httpClient });
  const named = async (name: string) => client.database(product.database).container(name);
  const containers = {
    container: stateContainer(() => named(SERVICE)),
    leases: leaseContainer(() => named(leaseContainerOf(SERVICE))),
  };
  const state = stateOn(containers, { service: SERVICE, clock: platform.clock, lists: [deviceList] });
  const tenantId = DEMO_TENANT.entraTenantId;
  const actor = { kind: 'service', id: 'load-devices' } as const;
  const at = new Date(platform.clock.now()).toISOString();
  const listed = listedOf(platform);
  await listed(0);
  for (let done = 0; done < count; done += PORTION) {
    await inParallel(Math.min(PORTION, count - done), LANES, (n) => save(deviceOf(done + n, at)));
    await listed(Math.min(done + PORTION, count));
  }
  await state.close();
  client.dispose();

  async function save(device: Device): Promise<void> {
    await state.change(deviceAggregate, { tenantId, id: device.deviceId }, () => ({ state: device }), {
      actor,
      expect: 'new',
    });
  }
}

const MODELS = ['Latitude 7450', 'EliteBook 840', 'ThinkPad T14', 'Surface Laptop 6'];

function deviceOf(n: number, at: string): Device {
  const number = n.toString().padStart(6, '0');
  return {
    deviceId: `loaded-${number}`,
    deviceName: `LOADED-${number}`,
    serialNumber: `SN${number}`,
    manufacturer: 'Contoso',
    model: MODELS[n % MODELS.length] ?? null,
    groupTag: null,
    profile: n % 10 === 0 ? 'PowerUser' : 'Standard',
    shared: false,
    virtual: false,
    assignedUser: `user${n % 50_000}@contoso.example`,
    notes: [],
    source: { kind: 'discovery', at },
    acceptedAt: at,
    state: { kind: 'active', since: at },
    productId: null,
    hardwareHash: null,
    keys: [{ key: 'serial', value: `SN${number}` }],
  };
}

const LOOK_MS = 100;

/** Waits until the change feed has brought so many into the list. */
function listedOf(platform: Platform): (count: number) => Promise<void> {
  const ada = personAt(platform, { name: 'Ada', role: 'GlobalAdministrator', tenants: ['*'] });
  const total = async () => {
    const { body } = await ada('GET', `/api/v1/tenants/${DEMO_TENANT.entraTenantId}/devices?limit=1&search=LOADED`);
    return Number(body['total']);
  };
  return async (count) => {
    while ((await total()) < count) await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  };
}
