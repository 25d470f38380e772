import { readFileSync, renameSync, writeFileSync } from 'node:fs';

/** A value that is kept as JSON in one small file. */
export interface SmallFile<T> {
  /** Undefined before the first write. @throws when the file holds something else */
  read(): T | undefined;
  write(value: T): void;
}

export function smallFile<T>(path: string): SmallFile<T> {
  return {
    read() {
      try {
        return JSON.parse(readFileSync(path, 'utf8'));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
        throw new Error(`${path} cannot be read: --fresh begins anew.`, { cause: error });
      }
    },
    write(value) {
      // Renaming is atomic: a process that is killed here leaves the old file or the new one.
      writeFileSync(`${path}.new`, JSON.stringify(value));
      renameSync(`${path}.new`, path);
    },
  };
}
