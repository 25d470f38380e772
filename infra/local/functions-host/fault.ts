import { messageOf } from './errors.ts';
import type { LogLevel } from './log.ts';

/** What keeps a listener from its work. */
export interface Fault {
  readonly text: string | undefined;
  /** Says it once, however often it comes again. */
  raise(thrown: unknown): void;
  clear(): void;
}

/** `where` names what cannot be reached; `log` gets one line when the fault comes and one when it goes. */
export function createFault(where: string, log: (level: LogLevel, message: string) => void): Fault {
  let text: string | undefined;
  return {
    get text() {
      return text;
    },
    raise(thrown) {
      const next = `${where}: ${messageOf(thrown)}`;
      if (next !== text) log('error', next);
      text = next;
    },
    clear() {
      if (text !== undefined) log('information', `${where}: works again.`);
      text = undefined;
    },
  };
}
