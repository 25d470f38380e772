import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bundle } from './bundle.ts';
import { findServices } from './services.ts';

/** Where a build reads and writes. */
export interface BuildFolders {
  /** Holds `host.json`, `package.json` and `shared`. */
  readonly root: string;
  /** Holds a folder per service. */
  readonly sources: string;
  /** Gets a folder per service, as Azure Functions takes it: `host.json`, `package.json` and `dist/`. */
  readonly out: string;
}

const TELEMETRY = 'shared/functions/telemetry/application-insights.ts';

/** Builds every service; returns their names. Maps go to `<out>/maps`. */
export async function buildServices({ root, sources, out }: BuildFolders): Promise<readonly string[]> {
  const services = findServices(sources);
  if (services.length === 0) return [];
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
  const telemetry = existsSync(join(root, TELEMETRY)) ? bundle(root, TELEMETRY) : undefined;

  await Promise.all(
    services.map(async ({ name, entry }) => {
      const main = await bundle(root, entry);
      const folder = join(out, name);
      const maps = join(out, 'maps', name);
      await rm(folder, { recursive: true, force: true });
      await Promise.all([mkdir(join(folder, 'dist'), { recursive: true }), mkdir(maps, { recursive: true })]);
      await Promise.all([
        cp(join(root, 'host.json'), join(folder, 'host.json')),
        writeFile(join(folder, 'package.json'), manifest(name, version)),
        writeFile(join(folder, 'dist/main.js'), main.code),
        writeFile(join(maps, 'main.js.map'), main.map),
        telemetry?.then(({ code }) => writeFile(join(folder, 'dist/telemetry.js'), code)),
      ]);
    }),
  );
  return services.map(({ name }) => name);
}

/** All that Azure Functions asks of a package: no dependencies, no scripts. */
function manifest(name: string, version: string): string {
  return `${JSON.stringify({ name, version, main: 'dist/main.js' }, undefined, 2)}\n`;
}
