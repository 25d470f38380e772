import type { Alarm } from '../clock/clock.ts';
import { deadlines } from './deadlines.ts';

/** Remembers message ids for the length of the duplicate detection window. */
export interface DuplicateDetection {
  /** True if the id was seen within the window; remembers it otherwise. A repeat does not prolong the window. */
  isDuplicate(messageId: string): boolean;
  restore(messageId: string, until: number): void;
  close(): void;
}

interface DuplicateDetectionPorts {
  readonly clock: Alarm;
  /** Milliseconds. */
  readonly window: number;
  /** `until` is undefined when the id is forgotten. */
  save(messageId: string, until: number | undefined): void;
}

export function createDuplicateDetection({ clock, window, save }: DuplicateDetectionPorts): DuplicateDetection {
  const seen = new Map<string, number>();
  const ending = deadlines<string>(clock, forget);

  function forget(messageId: string): void {
    seen.delete(messageId);
    save(messageId, undefined);
  }

  function remember(messageId: string, until: number): void {
    seen.set(messageId, until);
    ending.set(messageId, until);
  }

  return {
    isDuplicate(messageId) {
      const known = seen.get(messageId);
      if (known !== undefined && known > clock.now()) return true;
      const until = clock.now() + window;
      remember(messageId, until);
      save(messageId, until);
      return false;
    },
    restore: remember,
    close: ending.close,
  };
}
