import { existsSync, statSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { newest } from './freshness.ts';
import { unfinishedName } from './write-whole.ts';

/** Bundles what runs in a service's own process, for a quick start. Returns the file; built only when its sources are newer. */
export async function buildServiceProcess(root: string): Promise<string> {
  const file = join(root, 'dist/local/service-process.mjs');
  const changed = Math.max(newest(join(root, 'infra/local')), newest(join(root, 'shared')));
  if (existsSync(file) && statSync(file).mtimeMs > changed) return file;

  const unfinished = unfinishedName(file);
  await build({
    absWorkingDir: root,
    entryPoints: ['infra/local/supervisor/child.ts'],
    outfile: unfinished,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    external: ['@azure/functions-core'],
    // Packages written in CommonJS ask for `require`.
    banner: {
      js: "import { createRequire as requireFrom } from 'node:module';\nconst require = requireFrom(import.meta.url);",
    },
    logLevel: 'silent',
  });
  await rename(unfinished, file); // whoever starts at the same time finds a whole file
  return file;
}
