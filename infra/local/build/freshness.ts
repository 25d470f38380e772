import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { BuildFolders } from './build.ts';
import { findServices } from './services.ts';

/** Built by themselves; no service carries any of them. */
const PAGES = join('services', 'console') + sep;

/** Whether some service has no bundle, or one older than what it is made from. */
export function needsBuild({ root, sources, out }: BuildFolders): boolean {
  const changed = Math.max(
    ...[sources, join(root, 'services'), join(root, 'shared')].map((folder) => newest(folder, PAGES)),
    ...['host.json', 'package.json', 'package-lock.json'].map((file) => statSync(join(root, file)).mtimeMs),
  );
  return findServices(sources).some(({ name }) => {
    const bundle = join(out, name, 'dist/main.js');
    return !existsSync(bundle) || statSync(bundle).mtimeMs < changed;
  });
}

/**
 * When a file below the folder last changed, in milliseconds, but for those whose path has `without` in it; tests are no part
 * of a bundle.
 */
export function newest(folder: string, without?: string): number {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.includes('.test.'))
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((path) => without === undefined || !path.includes(without))
    .map((path) => statSync(path).mtimeMs);
  return Math.max(0, ...files);
}
