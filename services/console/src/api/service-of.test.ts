import { expect, it } from 'vitest';
import { SERVICES } from '../../../../shared/contracts/events/topology.ts';
import { commonTables, ownTables } from '../../../../shared/contracts/http/catalogue.ts';
import { serviceOf } from './service-of.ts';
import type { Service } from './services.ts';

const OWNERS: Readonly<Record<string, Service>> = {
  Tenants: 'device-registration',
  'Device imports': 'device-registration',
  Devices: 'device-registration',
  'OEM shipments': 'device-registration',
  Health: 'health-monitor',
  'Device health': 'health-monitor',
  Releases: 'update-orchestrator',
  'Ring moves': 'update-orchestrator',
  Rings: 'update-orchestrator',
  'Update status': 'update-orchestrator',
  Isolations: 'security-alert-responder',
  'Security incidents': 'security-alert-responder',
  'Security settings': 'security-alert-responder',
  Contacts: 'ticket-router',
  Tickets: 'ticket-router',
};

const addresses = [
  ...ownTables.flatMap(({ title, endpoints }) =>
    Object.values(endpoints).map(({ path }) => [path, OWNERS[title]] as const),
  ),
  ...SERVICES.flatMap((service) =>
    commonTables(service).flatMap(({ endpoints }) =>
      Object.values(endpoints).map(({ path }) => [path, service] as const),
    ),
  ),
];

it.each(addresses)('%s is asked of %s', (path, service) => {
  expect(serviceOf(`${path}?limit=1`)).toBe(service);
});
