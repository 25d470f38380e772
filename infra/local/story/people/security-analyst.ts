import { z } from 'zod';
import { isolationEndpoints } from '../../../../shared/contracts/http/isolations.ts';
import { securityIncidentEndpoints } from '../../../../shared/contracts/http/security-incidents.ts';
import { DAY, HOUR, MINUTE } from '../../fleet/model/time.ts';
import { type Actor, actor, type Scene } from '../actor.ts';
import { order, type Read, read, readAll } from '../asking.ts';
import { personAt } from '../person.ts';

type Incident = Read<typeof securityIncidentEndpoints.readSecurityIncident>;
type Isolation = Read<typeof isolationEndpoints.listIsolations>['items'][number];

/** The contract takes no more in one request. */
const MOST_DEVICES = 5;
/** Nothing urgent waits longer for a look. */
const PATIENCE = 8 * HOUR;

/** Whoever answers for security at the customer's: cuts off what is under attack, lets it back after `cleaning` milliseconds, ends what is over. */
export function securityAnalyst(scene: Scene, cleaning: number): Actor {
  const { tenantId, clock, tell } = scene;
  const dora = personAt(scene, { name: 'Dora', role: 'SecurityManager', tenants: ['*'] });

  async function contain({ incidentId, title, sentence }: Incident, devices: readonly string[]): Promise<void> {
    const asked = { incidentId, devices: devices.slice(0, MOST_DEVICES) };
    const { planHash } = z
      .object({ planHash: z.string() })
      .parse(await order(dora, isolationEndpoints.planIsolation, { tenantId }, { body: asked }));
    const body = { ...asked, planHash, reason: title };
    await order(dora, isolationEndpoints.requestIsolation, { tenantId }, { body, key: planHash });
    tell('Dora', `sees "${title}": ${sentence} She asks to cut off ${asked.devices.join(', ')}.`);
  }

  async function release(isolations: readonly Isolation[]): Promise<void> {
    for (const { id, deviceId } of isolations) {
      const body = { reason: 'The device is clean.' };
      await order(
        dora,
        isolationEndpoints.releaseDevice,
        { tenantId, isolationId: id },
        { body, key: `release-${id}` },
      );
      tell('Dora', `lets ${deviceId} back on the network: it is clean`);
    }
  }

  async function end({ incidentId, title }: Incident, classification: string): Promise<void> {
    const body = { classification, comment: 'Looked at; nothing is left to do.' };
    const { resolveSecurityIncident } = securityIncidentEndpoints;
    await order(dora, resolveSecurityIncident, { tenantId, incidentId }, { body, key: `end-${incidentId}` });
    if (classification === 'truePositive') tell('Dora', `ends "${title}"`);
  }

  async function lookAt(incidentId: string): Promise<void> {
    const incident = await read(dora, securityIncidentEndpoints.readSecurityIncident, { tenantId, incidentId });
    const isolations = await readAll(dora, isolationEndpoints.listIsolations, { tenantId, incidentId });
    const step = stepOf(incident, isolations, { now: clock.now(), cleaning });
    if (step.kind === 'contain') await contain(incident, step.devices);
    if (step.kind === 'release') await release(step.isolations);
    if (step.kind === 'end') await end(incident, step.classification);
  }

  return actor({
    name: 'security analyst',
    first: scene.start + DAY,
    notes: z.null(),
    blank: null,
    async look() {
      const incidents = await readAll(dora, securityIncidentEndpoints.listSecurityIncidents, { tenantId });
      for (const { id, state } of incidents) if (state !== 'resolved') await lookAt(id);
      return { notes: null, next: clock.now() + 15 * MINUTE };
    },
  });
}

type Step =
  | { readonly kind: 'contain'; readonly devices: readonly string[] }
  | { readonly kind: 'release'; readonly isolations: readonly Isolation[] }
  | { readonly kind: 'end'; readonly classification: 'truePositive' | 'informationalExpectedActivity' }
  | { readonly kind: 'wait' };

interface Moment {
  readonly now: number;
  /** How long a device stays cut off while it is cleaned. */
  readonly cleaning: number;
}

/** What an analyst does next about an incident. */
function stepOf(incident: Incident, isolations: readonly Isolation[], { now, cleaning }: Moment): Step {
  const asked = new Set(isolations.filter(({ wanted }) => wanted === 'isolate').map(({ deviceId }) => deviceId));
  const untouched = incident.devices.filter((device) => !asked.has(device));
  if (isAttack(incident) && untouched.length > 0) return { kind: 'contain', devices: untouched };

  const cleaned = isolations.filter(
    (each) => isOver(each, now - cleaning) && incident.isolated.includes(each.deviceId),
  );
  const leaving = new Set(isolations.filter(({ wanted }) => wanted === 'release').map(({ deviceId }) => deviceId));
  const toRelease = cleaned.filter(({ wanted, deviceId }) => wanted === 'isolate' && !leaving.has(deviceId));
  if (toRelease.length > 0) return { kind: 'release', isolations: toRelease };

  const isQuiet = now - Date.parse(incident.lastSeen) > PATIENCE;
  const isBusy = incident.isolated.length > 0 || isolations.some(({ endedAt }) => endedAt === null);
  if (!isQuiet || isBusy) return { kind: 'wait' };
  return { kind: 'end', classification: asked.size > 0 ? 'truePositive' : 'informationalExpectedActivity' };
}

const isOver = ({ state, endedAt }: Isolation, before: number) =>
  state === 'confirmed' && endedAt !== null && Date.parse(endedAt) < before;

/** What Defender calls these categories spreads, or destroys. */
function isAttack({ severity, category }: Incident): boolean {
  return severity === 'high' && ['Ransomware', 'Impact', 'LateralMovement'].includes(category ?? '');
}
