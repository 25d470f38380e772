import type { Columns } from '../model/columns.ts';
import type { StopErrorSource } from '../model/stop-errors.ts';
import { type Fault, type FaultEffect, millisecondsOf } from './fault-script.ts';
import { type AimedFault, aim, isActive, type PlannedFault } from './planned-fault.ts';
import { hop } from './ransomware.ts';
import { type FaultBoard, post, sourceIdOf } from './standing-effects.ts';
import { type StrikeParts, strike } from './strikes.ts';
import type { WhoParts } from './who.ts';

export interface FaultParts extends StrikeParts, WhoParts {
  readonly board: FaultBoard;
  readonly columns: Columns;
  /** The stop errors of a device in a quiet day online, on average. */
  stopErrorsPerDay(device: number): number;
  /** Draws what a source may make happen from `now` on, as long as its devices' day and the next. */
  drawStopErrors(source: StopErrorSource, now: number): void;
}

type Of<Kind extends FaultEffect['kind']> = Extract<FaultEffect, { kind: Kind }>;

/** What goes wrong in the tenant, by script. */
export interface Faults {
  /** Plans the faults of a script, whose times count from `now`. */
  inject(faults: readonly Fault[], now: number): void;
  /** Plans a fault as it was planned elsewhere. */
  schedule(planned: Omit<PlannedFault, 'number'>): void;
  begin(number: number, now: number): void;
  hop(number: number, infected: readonly number[], now: number): void;
  /** A device restarts with an update, which some faults make go wrong. */
  restarted(device: number, now: number): void;
  /** The effects of a kind that last at a moment: for what is served rather than modelled. */
  active<Kind extends FaultEffect['kind']>(kind: Kind, now: number): (Of<Kind> & { hits(device: number): boolean })[];
  planned(): readonly PlannedFault[];
  restore(saved: readonly PlannedFault[], now: number): void;
}

export function createFaults(parts: FaultParts): Faults {
  let faults: AimedFault[] = [];

  function plan(planned: PlannedFault): void {
    faults.push(aim(planned, parts));
  }

  function schedule({ fault, from, until }: Omit<PlannedFault, 'number'>): void {
    const number = faults.length;
    plan({ number, fault, from, until });
    parts.agenda.at(from, { kind: 'faultBegins', fault: number });
    if (Number.isFinite(until)) parts.agenda.at(until, { kind: 'faultEnds', fault: number });
  }

  return {
    inject(added, now) {
      for (const fault of added) {
        const until = fault.until === undefined ? Number.POSITIVE_INFINITY : now + millisecondsOf(fault.until);
        schedule({ fault, from: now + millisecondsOf(fault.at), until });
      }
    },
    schedule,
    begin(number, now) {
      const aimed = faults[number];
      if (!aimed) return;
      post(parts.board, aimed, parts.stopErrorsPerDay);
      const source = parts.board.stopErrorSources.find(({ id }) => id === sourceIdOf(number));
      if (source) parts.drawStopErrors(source, now);
      strike(aimed, now, parts);
    },
    hop(number, infected, now) {
      const aimed = faults[number];
      if (aimed) hop(aimed, infected, now, parts);
    },
    restarted(device, now) {
      for (const aimed of faults) {
        const { kind } = aimed.fault.effect;
        const stays = kind === 'noRestart' || kind === 'recoveryKeyPrompt';
        if (!stays || !isActive(aimed, now) || !aimed.hits(device)) continue;
        parts.columns.downFrom[device] = now;
        parts.columns.downUntil[device] = Number.POSITIVE_INFINITY;
      }
    },
    active: (kind, now) =>
      faults.flatMap((aimed) => {
        const { effect } = aimed.fault;
        return isActive(aimed, now) && isOf(effect, kind) ? [{ ...effect, hits: aimed.hits }] : [];
      }),
    planned: () => faults.map(({ number, fault, from, until }) => ({ number, fault, from, until })),
    restore(saved, now) {
      for (const list of Object.values(parts.board)) list.length = 0;
      faults = [];
      saved.forEach(plan);
      for (const aimed of faults) if (aimed.from <= now) post(parts.board, aimed, parts.stopErrorsPerDay);
    },
  };
}

function isOf<Kind extends FaultEffect['kind']>(effect: FaultEffect, kind: Kind): effect is Of<Kind> {
  return effect.kind === kind;
}
