import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Bundle, bundle } from './bundle.ts';
import { findServices } from './services.ts';
import { writeWhole } from './write-whole.ts';

/** Where a build reads and writes. */
export interface BuildFolders {
  /** Holds `host.json`, `package.json` and `shared`. */
  readonly root: string;
  /** Holds a folder per service. */
  readonly sources: string;
  /** Gets a folder per service, as Azure Functions takes it: `host.json`, `package.json` and `dist/`. */
  readonly out: string;
}

/** Loaded by a service beside its bundle, and only where telemetry is sent. */
const TELEMETRY = 'shared/functions/telemetry/application-insights.ts';

/** Builds every service; returns their names. Maps go to `<out>/maps`. */
export async function buildServices({ root, sources, out }: BuildFolders): Promise<readonly string[]> {
  const services = findServices(sources);
  if (services.length === 0) return [];
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
  const entries = Object.fromEntries(services.map(({ name, entry }) => [name, entry]));
  const { telemetry, ...mains } = Object.fromEntries(
    await bundle(root, { ...entries, ...(existsSync(join(root, TELEMETRY)) && { telemetry: TELEMETRY }) }),
  );
  await Promise.all(
    Object.entries(mains).map(([name, main]) =>
      writePackage({ name, version, main, telemetry }, join(out, name), join(out, 'maps', name), root),
    ),
  );
  return Object.keys(mains);
}

interface Package {
  readonly name: string;
  readonly version: string;
  readonly main: Bundle;
  readonly telemetry: Bundle | undefined;
}

async function writePackage(
  { name, version, main, telemetry }: Package,
  folder: string,
  maps: string,
  root: string,
): Promise<void> {
  await Promise.all([mkdir(join(folder, 'dist'), { recursive: true }), mkdir(maps, { recursive: true })]);
  await Promise.all([
    writeWhole(join(folder, 'host.json'), await readFile(join(root, 'host.json'))),
    writeWhole(join(folder, 'package.json'), manifest(name, version)),
    writeWhole(join(folder, 'dist/main.js'), main.code),
    writeWhole(join(maps, 'main.js.map'), main.map),
    telemetry && writeWhole(join(folder, 'dist/telemetry.js'), telemetry.code),
  ]);
}

/** All that Azure Functions asks of a package: no dependencies, no scripts. */
function manifest(name: string, version: string): string {
  return `${JSON.stringify({ name, version, main: 'dist/main.js' }, undefined, 2)}\n`;
}
