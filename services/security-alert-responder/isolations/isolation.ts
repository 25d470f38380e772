import * as z from 'zod';
import { deviceIsolated, deviceReleased, isolationFailed } from '../../../shared/contracts/events/security-events.ts';
import type { Plan } from '../../../shared/contracts/http/approvals.ts';
import { deviceNotIsolated } from '../errors.ts';
import type { Incident } from '../incidents/incident.ts';

const moment = z.iso.datetime();

/** Where it stands. It is written down that a call may go out before it does, so that nobody sends it twice. */
const stageSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('waiting-for-approval') }),
  z.object({ kind: z.enum(['rejected', 'void']), at: moment }),
  z.object({ kind: z.literal('planned') }),
  z.object({ kind: z.literal('sending'), at: moment }),
  z.object({ kind: z.literal('sent'), at: moment, actionId: z.string() }),
  z.object({ kind: z.literal('confirmed'), at: moment }),
  z.object({ kind: z.enum(['failed', 'unknown']), at: moment, why: z.string().max(500) }),
]);

export type Stage = z.infer<typeof stageSchema>;

export const isolationSchema = z.object({
  isolationId: z.string(),
  incidentId: z.string(),
  deviceId: z.string(),
  deviceName: z.string().nullable(),
  machineId: z.string(),
  wanted: z.enum(['isolate', 'release']),
  reason: z.string(),
  requestedBy: z.string(),
  requestedAt: moment,
  approvalId: z.string().nullable(),
  approvedBy: z.string().nullable(),
  stage: stageSchema,
});

/** One device that is to be cut off from the network, or let back. */
export type Isolation = z.infer<typeof isolationSchema>;

/** Devices of a tenant that may be isolated within an hour, by whomever: an attacker must not use us to stop a company. */
export const mostPerHour = (devices: number): number => Math.max(5, Math.floor(devices * 0.02));

/** What isolating does. The basis voids the plan when a device is cut off meanwhile, or the incident is over. */
export function planOf(
  incident: Incident,
  devices: readonly { readonly deviceId: string; readonly isolationId: string | null }[],
): Plan {
  const ids = devices.map(({ deviceId }) => deviceId).sort();
  return {
    action: 'isolate-devices',
    devices: ids,
    calls: { isolate: ids.length },
    seconds: 900,
    risks: [
      `${ids.length === 1 ? 'The device loses' : `${ids.length} devices lose`} every connection but the one to Defender, until somebody releases ${ids.length === 1 ? 'it' : 'them'}.`,
      'A device that is off is isolated when it comes back.',
    ],
    basis: {
      incident: `${incident.incidentId} ${incident.state === 'resolved' ? 'resolved' : 'open'}`,
      devices: devices
        .map(({ deviceId, isolationId }) => `${deviceId}:${isolationId ?? ''}`)
        .sort()
        .join(' ')
        .slice(0, 256),
    },
  };
}

/** To another stage, with what there is to tell of it. */
export function moved(isolation: Isolation, stage: Stage) {
  const state: Isolation = { ...isolation, stage };
  const audit = {
    action: `isolation.${stage.kind}`,
    detail: { deviceId: isolation.deviceId, wanted: isolation.wanted },
  };
  const event = eventOf(state);
  return { state, audit, ...(event && { events: [event] }) };
}

function eventOf(isolation: Isolation) {
  const { stage, wanted, isolationId, incidentId, deviceId, requestedBy, approvedBy } = isolation;
  const told = { isolationId, incidentId, deviceId, requestedBy, approvedBy, sentence: sentenceOf(isolation) };
  switch (stage.kind) {
    case 'confirmed':
      return (wanted === 'isolate' ? deviceIsolated : deviceReleased).event({ ...told, confirmedAt: stage.at });
    case 'failed':
    case 'unknown':
      return isolationFailed.event({ ...told, outcome: stage.kind, wanted });
    default:
      return undefined;
  }
}

/** Where it stands, for people. */
export function sentenceOf({ stage, wanted, deviceName, deviceId, approvedBy }: Isolation): string {
  const name = deviceName ?? deviceId;
  const done = wanted === 'isolate' ? 'is cut off from the network' : 'is back on the network';
  switch (stage.kind) {
    case 'waiting-for-approval':
      return `A second person has to approve that ${name} is isolated.`;
    case 'rejected':
      return `Nobody approved that ${name} is isolated.`;
    case 'void':
      return `The world moved after the plan for ${name} was made: it is void.`;
    case 'planned':
    case 'sending':
      return `Defender is being asked to ${wanted} ${name}.`;
    case 'sent':
      return `Defender has taken the request to ${wanted} ${name}; the device does it when it is on.`;
    case 'confirmed':
      return `${name} ${done}${approvedBy ? `, approved by ${approvedBy}` : ''}.`;
    case 'failed':
      return `${name} could not be ${wanted}d: ${stage.why}`;
    case 'unknown':
      return `Nobody knows whether ${name} was ${wanted}d: ${stage.why} A person has to look in Defender.`;
  }
}

/** A release of what this isolation cut off. */
export function releaseOf(
  isolation: Isolation,
  asked: Pick<Isolation, 'isolationId' | 'reason' | 'requestedBy' | 'requestedAt'>,
): Isolation {
  if (isolation.wanted !== 'isolate' || isolation.stage.kind !== 'confirmed') throw deviceNotIsolated();
  return { ...isolation, ...asked, wanted: 'release', approvalId: null, approvedBy: null, stage: { kind: 'planned' } };
}

export const isEnded = ({ stage }: Isolation): boolean =>
  ['rejected', 'void', 'confirmed', 'failed', 'unknown'].includes(stage.kind);
