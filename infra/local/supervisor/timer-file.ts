import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { TimerStatus, TimerStatusStore } from '../functions-host/timers/timer-status.ts';
import { type SmallFile, smallFile } from '../store/small-file.ts';

type Statuses = Record<string, TimerStatus>;

/** Remembers in one small file when each timer of a service ran, so that a start after a pause knows what is past due. */
export function timerFile(path: string): TimerStatusStore {
  mkdirSync(dirname(path), { recursive: true });
  const file = smallFile<Statuses>(path);
  const statuses = readStatuses(file);
  return {
    read: (name) => statuses[name],
    write(name, status) {
      statuses[name] = status;
      file.write(statuses);
    },
  };
}

function readStatuses(file: SmallFile<Statuses>): Statuses {
  try {
    return file.read() ?? {};
  } catch {
    // Only after damage to the disk, and then timers begin anew.
    return {};
  }
}
