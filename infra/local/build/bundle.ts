import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';

/** One JavaScript file and its source map, apart: a map is for people, not for the package. */
export interface Bundle {
  readonly code: Uint8Array;
  readonly map: Uint8Array;
}

/** Modules that a deployed service finds beside it or in its worker, never inside itself. */
const EXTERNAL = ['@azure/functions-core', './telemetry.js'];

/**
 * Large libraries that are the same for every service: a file of its own each. Signing in is loaded when it is needed, and
 * telemetry shares it; the bus is a fifth of all code, with a parser of XML for an administration that no service does.
 */
export const BESIDE: Readonly<Record<string, string>> = {
  identity: '@azure/identity',
  'service-bus': '@azure/service-bus',
};

const librariesBeside: Plugin = {
  name: 'libraries-beside',
  setup: ({ onResolve }) =>
    onResolve({ filter: /^@azure\// }, ({ path, importer }) => {
      const name = Object.keys(BESIDE).find((each) => BESIDE[each] === path);
      if (name === undefined || importer === '' || importer.includes('node_modules')) return undefined;
      return { path: `./${name}.js`, external: true };
    }),
};

/** Complaints of the schema library in fifty languages, of which the product speaks one. */
const englishAlone: Plugin = {
  name: 'english-alone',
  setup: ({ onResolve }) =>
    onResolve({ filter: /locales\/index\.(js|cjs)$/ }, ({ path, importer, resolveDir }) =>
      /[\\/]zod[\\/]/.test(importer) ? { path: join(resolveDir, path.replace(/index(\.c?js)$/, 'en$1')) } : undefined,
    ),
};

/**
 * Bundles entry files, given by name, as Azure Functions loads them: CommonJS, everything inside but the worker's own
 * module. What they share is read once. The same sources give the same bytes.
 * @throws what esbuild found, with file and line, when the sources do not build
 */
export async function bundle(
  root: string,
  entries: Readonly<Record<string, string>>,
): Promise<ReadonlyMap<string, Bundle>> {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: entries,
    outdir: 'bundles',
    write: false,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    external: EXTERNAL,
    plugins: [librariesBeside, englishAlone],
    sourcemap: 'external',
    sourcesContent: false,
    legalComments: 'none',
    logLevel: 'silent',
  });
  const files = new Map(outputFiles.map(({ path, contents }) => [path, contents]));
  const output = (name: string, extension: string): Uint8Array => {
    const contents = files.get(join(root, 'bundles', `${name}.${extension}`));
    if (!contents) throw new Error(`The bundler wrote no ${name}.${extension}.`);
    return contents;
  };
  return new Map(Object.keys(entries).map((name) => [name, { code: output(name, 'js'), map: output(name, 'js.map') }]));
}
