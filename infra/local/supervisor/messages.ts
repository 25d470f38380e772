import type { Mode } from '../functions-host/listener.ts';
import type { DeclaredFunction, Faults, Moved } from './running-service.ts';

/** What a service process is told when it begins. */
export interface Opening {
  readonly name: string;
  /** Folder of the bundle. */
  readonly root: string;
  readonly mode: Mode;
  /** Where the driven clock stands, in milliseconds since 1970. */
  readonly now: number;
  /** File in which the timers remember when they ran; undefined: nowhere. */
  readonly timerFile: string | undefined;
}

/** From the supervisor to a service. */
export type Order =
  | ({ readonly type: 'open' } & Opening)
  /** Driven: once round, at this moment, with so many messages waiting in each entity. */
  | { readonly type: 'round'; readonly now: number; readonly pending: Readonly<Record<string, number>> }
  /** Driven: so late it is, while there is nothing to go round for. */
  | { readonly type: 'time'; readonly now: number }
  /** Something was written to this container: whoever reads its change feed may look. */
  | { readonly type: 'committed'; readonly database: string; readonly container: string }
  | { readonly type: 'stop'; readonly deadlineMs: number };

/** From a service to the supervisor. */
export type Report =
  | { readonly type: 'opened'; readonly port: number; readonly functions: readonly DeclaredFunction[] }
  | { readonly type: 'refused'; readonly reason: string }
  | ({ readonly type: 'moved' } & Moved)
  /** What keeps functions from their work at this moment, by name; sent when it changes. */
  | { readonly type: 'faults'; readonly faults: Faults }
  | { readonly type: 'failed'; readonly reason: string };
