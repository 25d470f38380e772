import { readFileSync, renameSync, writeFileSync } from 'node:fs';

/** Remembers in one small file how late it is in simulated time, which stands still while nothing runs. */
export interface ClockFile {
  /** Milliseconds since 1970; undefined before the first start. */
  read(): number | undefined;
  write(time: number): void;
}

export function clockFile(path: string): ClockFile {
  return {
    read() {
      try {
        const { time } = JSON.parse(readFileSync(path, 'utf8')) as { time: string };
        return Date.parse(time);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
        throw new Error(`${path} does not say how late it is: --fresh begins anew.`, { cause: error });
      }
    },
    write(time) {
      // Renaming is atomic: a process that is killed here leaves the old file or the new one.
      writeFileSync(`${path}.new`, JSON.stringify({ time: new Date(time).toISOString() }));
      renameSync(`${path}.new`, path);
    },
  };
}
