import { basename } from 'node:path';
import { build } from 'esbuild';

/** One JavaScript file and its source map, apart: a map is for people, not for the package. */
export interface Bundle {
  readonly code: Uint8Array;
  readonly map: Uint8Array;
}

/** Modules that a deployed service finds beside it or in its worker, never inside itself. */
const EXTERNAL = ['@azure/functions-core', './telemetry.js'];

/**
 * Bundles an entry file as Azure Functions loads it: CommonJS, everything inside but the worker's own module.
 * The same sources give the same bytes.
 * @throws what esbuild found, with file and line, when the sources do not build
 */
export async function bundle(root: string, entry: string): Promise<Bundle> {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile: 'main.js',
    write: false,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    external: EXTERNAL,
    sourcemap: 'external',
    sourcesContent: false,
    legalComments: 'none',
    logLevel: 'silent',
  });
  return { code: output(outputFiles, 'main.js'), map: output(outputFiles, 'main.js.map') };
}

function output(files: readonly { path: string; contents: Uint8Array }[], name: string): Uint8Array {
  const file = files.find(({ path }) => basename(path) === name);
  if (!file) throw new Error(`The bundler wrote no ${name}.`);
  return file.contents;
}
