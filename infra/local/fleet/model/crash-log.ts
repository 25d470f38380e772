import type { Agenda } from './agenda.ts';
import type { StopError, StopErrorDraft, StopErrorSource, StopErrors } from './stop-errors.ts';

/** The stop errors that have happened, and the drawing of those to come. */
export interface CrashLog {
  /** Puts on the agenda what a source may make happen on the local days of these moments, from `now` on. */
  draw(source: StopErrorSource, moments: readonly number[], now: number): void;
  /** The same for all sources and one day. */
  drawDay(moment: number, now: number): void;
  /** A drawn stop error is due. */
  settle(draft: StopErrorDraft): void;
  add(error: StopError): void;
  all(): readonly StopError[];
  restore(saved: readonly StopError[]): void;
}

export function createCrashLog(
  stopErrors: StopErrors,
  agenda: Agenda,
  quiet: StopErrorSource,
  faulty: readonly StopErrorSource[],
): CrashLog {
  let log: StopError[] = [];
  const sources = () => [quiet, ...faulty];

  function draw(source: StopErrorSource, moments: readonly number[], now: number): void {
    for (const draft of moments.flatMap((moment) => stopErrors.draw(source, moment)))
      if (draft.time >= now) agenda.at(draft.time, { kind: 'stopError', draft });
  }

  return {
    draw,
    drawDay: (moment, now) => {
      for (const source of sources()) draw(source, [moment], now);
    },
    settle(draft) {
      const source = sources().find(({ id }) => id === draft.source);
      const error = source && stopErrors.happen(source, draft);
      if (error) log.push(error);
    },
    add(error) {
      log.push(error);
    },
    all: () => log,
    restore(saved) {
      log = [...saved];
    },
  };
}
