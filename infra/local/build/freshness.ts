import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { BuildFolders } from './build.ts';
import { findServices } from './services.ts';

/** Whether some service has no bundle, or one older than what it is made from. */
export function needsBuild({ root, sources, out }: BuildFolders): boolean {
  const changed = Math.max(
    ...[sources, join(root, 'services'), join(root, 'shared')].map(newest),
    ...['host.json', 'package.json', 'package-lock.json'].map((file) => statSync(join(root, file)).mtimeMs),
  );
  return findServices(sources).some(({ name }) => {
    const bundle = join(out, name, 'dist/main.js');
    return !existsSync(bundle) || statSync(bundle).mtimeMs < changed;
  });
}

/** When a file below the folder last changed, in milliseconds; tests are no part of a bundle. */
export function newest(folder: string): number {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.includes('.test.'))
    .map(({ parentPath, name }) => statSync(join(parentPath, name)).mtimeMs);
  return Math.max(0, ...files);
}
