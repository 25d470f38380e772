import type { Alarm } from '../clock/clock.ts';
import type { Invoke } from './invocation.ts';
import type { LogLevel } from './log.ts';

/** `wall`: triggers take work by themselves. `driven`: they take work when a round asks them to. */
export type Mode = 'wall' | 'driven';

/** What every listener gets from its host. */
export interface ListenerContext {
  readonly mode: Mode;
  readonly clock: Alarm;
  readonly invoke: Invoke;
  /** Says something about a function. */
  log(functionName: string, level: LogLevel, message: string): void;
}

/** What brings work to one function. */
export interface Listener {
  readonly functionName: string;
  /** What keeps it from working now, in words; undefined when nothing does. */
  readonly fault: string | undefined;
  /** Reads where it stopped last time; on the wall it takes work from then on. */
  start(): Promise<void>;
  /** Driven: whether a round may find something. Asked all the time, and mostly there is nothing. */
  readonly mayMove: boolean;
  /** Driven: takes once what is there, and answers how many things moved. */
  round(): Promise<number>;
  /** Takes nothing more; resolves when what it took is settled and its locks are handed back. */
  stop(): Promise<void>;
  /** Lets go of everything as a killed process would: nothing is settled. */
  kill(): Promise<void>;
}
