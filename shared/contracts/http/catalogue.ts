import type { ServiceName } from '../events/topology.ts';
import { approvalEndpoints } from './approvals.ts';
import { contactEndpoints } from './contacts.ts';
import { deadLetterEndpoints } from './dead-letters.ts';
import { deviceHealthEndpoints } from './device-health.ts';
import { deviceImportEndpoints } from './device-imports.ts';
import { deviceEndpoints } from './devices.ts';
import type { Endpoints } from './endpoint.ts';
import { healthEndpoints, healthIncidentEndpoints, healthSettingsEndpoints } from './health.ts';
import { isolationEndpoints } from './isolations.ts';
import { oemShipmentEndpoints } from './oem-shipments.ts';
import { operationEndpoints } from './operations.ts';
import { recordEndpoints } from './records.ts';
import { releaseEndpoints } from './releases.ts';
import { ringMoveEndpoints } from './ring-moves.ts';
import { ringEndpoints } from './rings.ts';
import { securityIncidentEndpoints } from './security-incidents.ts';
import { securitySettingsEndpoints } from './security-settings.ts';
import { serviceEndpoints } from './service-endpoints.ts';
import { tenantEndpoints } from './tenants.ts';
import { ticketEndpoints } from './tickets.ts';
import { updateStatusEndpoints } from './update-status.ts';

/** A table of endpoints, as the reference shows it. */
export interface Table {
  readonly title: string;
  readonly endpoints: Endpoints;
}

/** What one service alone answers. */
export const ownTables: readonly Table[] = [
  { title: 'Tenants', endpoints: tenantEndpoints },
  { title: 'Device imports', endpoints: deviceImportEndpoints },
  { title: 'Devices', endpoints: deviceEndpoints },
  { title: 'Health', endpoints: { ...healthEndpoints, ...healthIncidentEndpoints, ...healthSettingsEndpoints } },
  { title: 'Device health', endpoints: deviceHealthEndpoints },
  { title: 'OEM shipments', endpoints: oemShipmentEndpoints },
  { title: 'Releases', endpoints: releaseEndpoints },
  { title: 'Ring moves', endpoints: ringMoveEndpoints },
  { title: 'Rings', endpoints: ringEndpoints },
  { title: 'Isolations', endpoints: isolationEndpoints },
  { title: 'Security incidents', endpoints: securityIncidentEndpoints },
  { title: 'Security settings', endpoints: securitySettingsEndpoints },
  { title: 'Contacts', endpoints: contactEndpoints },
  { title: 'Tickets', endpoints: ticketEndpoints },
  { title: 'Update status', endpoints: updateStatusEndpoints },
];

/** What every service answers under its own name. */
export const commonTables = (service: ServiceName): readonly Table[] => [
  { title: 'About itself', endpoints: serviceEndpoints(service) },
  { title: 'Records of a tenant', endpoints: recordEndpoints(service) },
  { title: 'Operations', endpoints: operationEndpoints(service) },
  { title: 'Dead letters', endpoints: deadLetterEndpoints(service) },
  { title: 'Approvals', endpoints: approvalEndpoints(service) },
];
