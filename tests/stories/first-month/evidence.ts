import type { Platform } from '../../../infra/local/driver/platform.ts';
import { truthOfDevice } from '../../../infra/local/fleet/tenant/truth.ts';
import { type Read, read, readAll } from '../../../infra/local/story/asking.ts';
import { type Person, personAt } from '../../../infra/local/story/person.ts';
import { SERVICES, type ServiceName } from '../../../shared/contracts/events/topology.ts';
import { deadLetterEndpoints } from '../../../shared/contracts/http/dead-letters.ts';
import { deviceEndpoints } from '../../../shared/contracts/http/devices.ts';
import { isolationEndpoints } from '../../../shared/contracts/http/isolations.ts';
import { recordEndpoints } from '../../../shared/contracts/http/records.ts';
import { releaseEndpoints } from '../../../shared/contracts/http/releases.ts';
import { ringEndpoints } from '../../../shared/contracts/http/rings.ts';
import { securityIncidentEndpoints } from '../../../shared/contracts/http/security-incidents.ts';
import { ticketEndpoints } from '../../../shared/contracts/http/tickets.ts';
import { updateStatusEndpoints } from '../../../shared/contracts/http/update-status.ts';

type Lines<E extends Parameters<typeof readAll>[1]> = Awaited<ReturnType<typeof readAll<E>>>;

/** How things stand at the end of a month: what the product says, and what the devices really are. */
export interface Evidence {
  readonly devices: Lines<typeof deviceEndpoints.listDevices>;
  readonly rings: Read<typeof ringEndpoints.readRings>;
  readonly assignments: Lines<typeof ringEndpoints.listRingAssignments>;
  readonly statuses: Lines<typeof updateStatusEndpoints.listUpdateStatus>;
  readonly releases: readonly Read<typeof releaseEndpoints.readRelease>[];
  readonly tickets: Lines<typeof ticketEndpoints.listTickets>;
  readonly incidents: Lines<typeof securityIncidentEndpoints.listSecurityIncidents>;
  readonly isolations: Lines<typeof isolationEndpoints.listIsolations>;
  /** Dead letters that wait, by service. */
  readonly letters: Readonly<Record<string, number>>;
  /** Services whose audit chains are not intact. */
  readonly brokenAudits: readonly string[];
  /** Actions that each service has on record. */
  readonly actions: Readonly<Record<string, readonly string[]>>;
  /** Devices without an entry in the timeline of some service, of those in tickets. */
  readonly untold: readonly string[];
  readonly truth: readonly ReturnType<typeof truthOfDevice>[];
  /** How often each hardware hash was sent to Autopilot, by serial number. */
  readonly uploads: ReadonlyMap<string, number>;
}

/** Reads everything as somebody who may read everything. Throws Unanswered. */
export async function evidenceOf(platform: Platform, tenantId: string): Promise<Evidence> {
  const ada = personAt(platform, { name: 'Ada', role: 'GlobalAdministrator', tenants: ['*'] });
  const all = <E extends Parameters<typeof readAll>[1]>(endpoint: E, more = {}) =>
    readAll(ada, endpoint, { tenantId, ...more });
  const devices = await all(deviceEndpoints.listDevices);
  const rows = await all(releaseEndpoints.listReleases);
  const tickets = await all(ticketEndpoints.listTickets);
  const isolations = await all(isolationEndpoints.listIsolations);
  const perService = <T>(get: (service: ServiceName) => Promise<T>) =>
    Promise.all(SERVICES.map(async (service) => [service, await get(service)] as const));
  return {
    devices,
    rings: await read(ada, ringEndpoints.readRings, { tenantId }),
    assignments: await all(ringEndpoints.listRingAssignments),
    statuses: await all(updateStatusEndpoints.listUpdateStatus),
    releases: await Promise.all(
      rows.map(({ id: releaseId }) => read(ada, releaseEndpoints.readRelease, { tenantId, releaseId })),
    ),
    tickets,
    incidents: await all(securityIncidentEndpoints.listSecurityIncidents),
    isolations,
    letters: Object.fromEntries(await perService((service) => waitingLetters(ada, service, tenantId))),
    brokenAudits: (await perService((service) => isIntact(ada, service, tenantId))).flatMap(([service, intact]) =>
      intact ? [] : service,
    ),
    actions: Object.fromEntries(await perService((service) => actionsOf(ada, service, tenantId))),
    untold: await untoldOf(ada, tenantId, [...new Set(isolations.map(({ deviceId }) => deviceId))]),
    truth: truthOf(platform),
    uploads: uploadsTo(platform),
  };
}

async function waitingLetters(who: Person, service: ServiceName, tenantId: string): Promise<number> {
  const { listDeadLetters } = deadLetterEndpoints(service);
  return (await readAll(who, listDeadLetters, { tenantId, status: 'waiting' })).length;
}

async function isIntact(who: Person, service: ServiceName, tenantId: string): Promise<boolean> {
  const { verifyAudit } = recordEndpoints(service);
  const verified = await read(who, verifyAudit, { tenantId });
  return verified.intact;
}

async function actionsOf(who: Person, service: ServiceName, tenantId: string): Promise<string[]> {
  const records = await readAll(who, recordEndpoints(service).listAudit, { tenantId });
  return [...new Set(records.map(({ action }) => action))].sort();
}

async function untoldOf(who: Person, tenantId: string, devices: readonly string[]): Promise<string[]> {
  const untold: string[] = [];
  for (const service of SERVICES)
    for (const deviceId of devices) {
      const { readDeviceTimeline } = recordEndpoints(service);
      const { items } = await read(who, readDeviceTimeline, { tenantId, deviceId });
      if (items.length === 0) untold.push(`${deviceId} in ${service}`);
    }
  return untold;
}

function truthOf({ cloud, clock }: Platform): Evidence['truth'] {
  const [tenant] = cloud.tenants;
  if (!tenant) return [];
  tenant.fleet.advanceTo(clock.now());
  return Array.from({ length: tenant.fleet.devices() }, (_, device) => truthOfDevice(tenant, device));
}

const uploadsTo = ({ cloud }: Platform): Evidence['uploads'] =>
  new Map(cloud.tenants.flatMap(({ autopilot }) => [...autopilot.received]));
