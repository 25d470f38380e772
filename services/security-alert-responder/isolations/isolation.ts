import * as z from 'zod';
import type { Actor } from '../../../shared/contracts/actor.ts';

const moment = z.iso.datetime();

/**
 * Where it stands. That a call may go out is written down before it does, so that whoever comes after a crash looks before
 * sending. `since` is when it became free to go out.
 */
const stageSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('waiting-for-approval') }),
  z.object({ kind: z.enum(['rejected', 'void']), at: moment }),
  z.object({ kind: z.literal('planned'), since: moment }),
  z.object({ kind: z.literal('sending'), since: moment, at: moment }),
  z.object({ kind: z.literal('sent'), at: moment, actionId: z.string() }),
  z.object({ kind: z.literal('confirmed'), at: moment }),
  z.object({ kind: z.enum(['failed', 'unknown']), at: moment, why: z.string() }),
]);

export type Stage = z.infer<typeof stageSchema>;

export type StageOf<Kind extends Stage['kind']> = Extract<Stage, { readonly kind: Kind }>;

const common = {
  isolationId: z.string(),
  incidentId: z.string(),
  deviceId: z.string(),
  deviceName: z.string().nullable(),
  /** Defender's id of the device. */
  machineId: z.string(),
  reason: z.string(),
  requestedBy: z.string(),
  requestedAt: moment,
  stage: stageSchema,
};

export const isolationSchema = z.discriminatedUnion('wanted', [
  z.object({
    ...common,
    wanted: z.literal('isolate'),
    approvalId: z.string(),
    approvedBy: z.string().nullable(),
  }),
  /** Of what the isolation of that id cut off. One person is enough. */
  z.object({ ...common, wanted: z.literal('release'), releases: z.string() }),
]);

/** One device that is to be cut off from the network, or let back. */
export type Isolation = z.infer<typeof isolationSchema>;

/** One that stands there. */
export type At<Kind extends Stage['kind']> = Isolation & { readonly stage: StageOf<Kind> };

/** The nth isolation that an approval is asked for, from 1. */
export const isolationIdOf = (approvalId: string, n: number): string => `${approvalId}.${n}`;

export const approvalIdOf = (isolationId: string): string => isolationId.slice(0, isolationId.lastIndexOf('.'));

/** How a person or a service is called in an isolation. */
export const nameOf = (actor: Actor): string => (actor.kind === 'service' ? actor.id : actor.name);

/** The second person, once there is one. */
export const approverOf = (isolation: Isolation): string | null =>
  isolation.wanted === 'isolate' ? isolation.approvedBy : null;

/** When it came to its end; null before. */
export function endedAt({ stage }: Isolation): string | null {
  switch (stage.kind) {
    case 'rejected':
    case 'void':
    case 'confirmed':
    case 'failed':
    case 'unknown':
      return stage.at;
    default:
      return null;
  }
}
