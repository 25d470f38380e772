import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** A service as a folder of sources: whatever has a `main.ts` is one. */
export interface ServiceSource {
  readonly name: string;
  readonly entry: string;
}

/** The services below a folder, by name. */
export function findServices(folder: string): readonly ServiceSource[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => ({ name, entry: join(folder, name, 'main.ts') }))
    .filter(({ entry }) => existsSync(entry))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
