import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { TimerStatus, TimerStatusStore } from '../functions-host/timers/timer-status.ts';

/** Remembers in one small file when each timer of a service ran, so that a start after a pause knows what is past due. */
export function timerFile(path: string): TimerStatusStore {
  mkdirSync(dirname(path), { recursive: true });
  const statuses = readStatuses(path);
  return {
    read: (name) => statuses[name],
    write(name, status) {
      statuses[name] = status;
      // Renaming is atomic: a process that is killed here leaves the old file or the new one.
      writeFileSync(`${path}.new`, JSON.stringify(statuses));
      renameSync(`${path}.new`, path);
    },
  };
}

function readStatuses(path: string): Record<string, TimerStatus> {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    // Absent at the first start; unreadable only after damage to the disk, and then timers begin anew.
    return {};
  }
}
