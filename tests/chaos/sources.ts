import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildFolders, buildServices } from '../../infra/local/build/build.ts';
import type { ServiceName } from '../../shared/contracts/events/topology.ts';

/** One passage of the product's sources, and what stands there instead. */
export interface Substitution {
  /** From the root of the project. */
  readonly file: string;
  /** Occurs in the file exactly once. */
  readonly find: string;
  readonly replace: string;
}

export interface BuiltSources {
  readonly folders: BuildFolders;
  remove(): Promise<void>;
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** Telemetry is left out: it takes longer to bundle than all the rest, and nothing is sent here. */
const TELEMETRY = /[\\/]telemetry[\\/]application-insights\.ts$/;

/**
 * Bundles services from a copy of the sources, so that they can be changed, and nobody changes them meanwhile.
 * @throws RangeError when the passage to be replaced is not there exactly once
 */
export async function buildSources(
  services: readonly ServiceName[],
  edits: readonly Substitution[] = [],
): Promise<BuiltSources> {
  const root = await mkdtemp(join(tmpdir(), 'omd-chaos-'));
  const copied = [
    'shared',
    'host.json',
    'package.json',
    'package-lock.json',
    ...services.map((name) => `services/${name}`),
  ];
  await mkdir(join(root, 'services'));
  for (const path of copied)
    await cp(join(ROOT, path), join(root, path), { recursive: true, filter: (file) => !TELEMETRY.test(file) });
  for (const path of ['node_modules', 'infra']) await symlink(join(ROOT, path), join(root, path));
  for (const edit of edits) await substitute(root, edit);
  const folders = { root, sources: join(root, 'services'), out: join(root, 'dist') };
  await buildServices(folders);
  return { folders, remove: () => rm(root, { recursive: true }) };
}

async function substitute(root: string, { file, find, replace }: Substitution): Promise<void> {
  const text = await readFile(join(root, file), 'utf8');
  const [before, after, ...more] = text.split(find);
  if (before === undefined || after === undefined || more.length > 0)
    throw new RangeError(`${file} does not hold this exactly once: ${find}`);
  await writeFile(join(root, file), before + replace + after);
}
