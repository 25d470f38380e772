import type { Outage } from '../model/presence.ts';
import type { SignatureStop } from '../model/reported.ts';
import type { StopErrorSource } from '../model/stop-errors.ts';
import type { FailureCause } from '../model/update-failures.ts';
import type { FaultEffect } from './fault-script.ts';
import { type AimedFault, isActive } from './planned-fault.ts';

/** What the model reads while faults last. */
export interface FaultBoard {
  readonly outages: Outage[];
  readonly silences: Outage[];
  readonly signatureStops: SignatureStop[];
  readonly failureCauses: FailureCause[];
  readonly stopErrorSources: StopErrorSource[];
}

/**
 * Puts on the board what holds as long as a fault lasts. Entries carry their times, so that a fault that is over still
 * explains the past.
 */
export function post(board: FaultBoard, aimed: AimedFault, stopErrorsPerDay: (device: number) => number): void {
  const { effect } = aimed.fault;
  const { from, until } = aimed;
  const entry = { from, until, hits: aimed.hits };
  if (effect.kind === 'offline') board.outages.push(entry);
  if (effect.kind === 'noCheckIns') board.silences.push(entry);
  if (effect.kind === 'signaturesStop') board.signatureStops.push(entry);
  if (effect.kind === 'updateFailure') board.failureCauses.push({ ...entry, share: effect.share, code: effect.code });
  if (effect.kind === 'stopErrors') board.stopErrorSources.push(stopErrorSource(aimed, effect, stopErrorsPerDay));
}

/** A fault multiplies what a device has anyway; its source adds the difference. */
function stopErrorSource(
  aimed: AimedFault,
  { times, code, module }: Extract<FaultEffect, { kind: 'stopErrors' }>,
  stopErrorsPerDay: (device: number) => number,
): StopErrorSource {
  return {
    id: sourceIdOf(aimed.number),
    cause: aimed.cause,
    mostPerDay: (device) => (aimed.isMeant(device) ? stopErrorsPerDay(device) * (times - 1) : 0),
    share: (device, time) => (isActive(aimed, time) && aimed.hits(device) ? 1 : 0),
    error: { code, module },
  };
}

/** Source 0 is the quiet month. */
export const sourceIdOf = (fault: number) => fault + 1;
