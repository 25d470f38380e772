import type { Agenda } from './agenda.ts';
import type { Columns } from './columns.ts';
import type { Crash, StopError, StopErrorDraft, StopErrorSource, StopErrors } from './stop-errors.ts';
import { osVersion } from './windows.ts';

/** The stop errors that have happened, and the drawing of those to come. */
export interface CrashLog {
  /** Puts on the agenda what a source may make happen on the local days of these moments, from `now` on. */
  draw(source: StopErrorSource, moments: readonly number[], now: number): void;
  /** The same for all sources and one day. */
  drawDay(moment: number, now: number): void;
  /** A drawn stop error is due. */
  settle(draft: StopErrorDraft): void;
  add(crash: Crash): void;
  all(): readonly StopError[];
  restore(saved: readonly StopError[]): void;
}

export function createCrashLog(
  columns: Columns,
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

  function add(crash: Crash): void {
    const { device } = crash;
    log.push({ ...crash, osVersion: osVersion(columns.build[device] ?? 0, columns.revision[device] ?? 0) });
  }

  return {
    draw,
    drawDay: (moment, now) => {
      for (const source of sources()) draw(source, [moment], now);
    },
    settle(draft) {
      const source = sources().find(({ id }) => id === draft.source);
      const crash = source && stopErrors.happen(source, draft);
      if (crash) add(crash);
    },
    add,
    all: () => log,
    restore(saved) {
      log = [...saved];
    },
  };
}
