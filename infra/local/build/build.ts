import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BESIDE, type Bundle, bundle } from './bundle.ts';
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

/** Loaded from beside the bundle too, by services that have somewhere to send it. */
const TELEMETRY = { telemetry: 'shared/functions/telemetry/application-insights.ts' };

/** Builds every service; returns their names. Maps go to `<out>/maps`. */
export async function buildServices({ root, sources, out }: BuildFolders): Promise<readonly string[]> {
  const services = findServices(sources);
  if (services.length === 0) return [];
  const version = await versionOf(root);
  const entries = Object.fromEntries(services.map(({ name, entry }) => [name, entry]));
  const installed = Object.entries(BESIDE).filter(([, library]) => existsSync(join(root, 'node_modules', library)));
  const besides = { ...Object.fromEntries(installed), ...(existsSync(join(root, TELEMETRY.telemetry)) && TELEMETRY) };
  const bundles = await bundle(root, { ...entries, ...besides });
  const beside = Object.keys(besides).flatMap((name) => {
    const code = bundles.get(name)?.code;
    return code ? [{ name, code }] : [];
  });
  await Promise.all(
    services.map(async ({ name }) => {
      const main = bundles.get(name);
      if (main) await writePackage({ name, version, main, beside }, join(out, name), join(out, 'maps', name), root);
    }),
  );
  return services.map(({ name }) => name);
}

/** Of the product. */
export async function versionOf(root: string): Promise<string> {
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
  return version;
}

interface Package {
  readonly name: string;
  readonly version: string;
  readonly main: Bundle;
  readonly beside: readonly { readonly name: string; readonly code: Uint8Array }[];
}

async function writePackage(
  { name, version, main, beside }: Package,
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
    ...beside.map((file) => writeWhole(join(folder, 'dist', `${file.name}.js`), file.code)),
  ]);
}

/** All that Azure Functions asks of a package: no dependencies, no scripts. */
export function manifest(name: string, version: string): string {
  return `${JSON.stringify({ name, version, main: 'dist/main.js' }, undefined, 2)}\n`;
}
