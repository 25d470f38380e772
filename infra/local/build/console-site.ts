import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type BuildFolders, manifest, versionOf } from './build.ts';
import { bundle } from './bundle.ts';
import { writeWhole } from './write-whole.ts';

/** Its paths are the pages' own: no prefix, and no home page of the host. */
const HOST = { version: '2.0', extensions: { http: { routePrefix: '' } } };

/** Builds the app that serves the console's pages in Azure, beside them in `<out>/console`. */
export async function buildConsoleSite({ root, sources, out }: BuildFolders): Promise<void> {
  const folder = join(out, 'console');
  const built = await bundle(root, { console: join(sources, 'console/site/main.ts') });
  const code = built.get('console')?.code;
  if (!code) throw new Error('The site of the console could not be built.');
  await mkdir(join(folder, 'dist'), { recursive: true });
  await Promise.all([
    writeWhole(join(folder, 'host.json'), `${JSON.stringify(HOST, undefined, 2)}\n`),
    writeWhole(join(folder, 'package.json'), manifest('console', await versionOf(root))),
    writeWhole(join(folder, 'dist/main.js'), code),
  ]);
}
