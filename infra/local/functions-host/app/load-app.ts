import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { extname, join, relative, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { HostError, messageOf } from '../errors.ts';
import type { Log } from '../log.ts';
import { whileLoading } from './current-app.ts';
import { createRegistry, type Registry } from './registry.ts';

/** Loads the files that `main` of the app's package.json names, and answers what they registered. Needs no setting. */
export async function loadApp(root: string, log: Log): Promise<Registry> {
  const files = entryFiles(root);
  const registry = createRegistry(log);
  await whileLoading(registry, async () => {
    forget(root);
    for (const file of files) await loadFile(root, file);
  });
  if (registry.failure) throw registry.failure;
  if (registry.functions.size > 0 && !registry.getProgrammingModel())
    throw new HostError(
      'AppBroken',
      `${root}: @azure/functions was loaded by another app of this process before. Bundle it into the app.`,
    );
  registry.lock();
  return registry;
}

async function loadFile(root: string, file: string): Promise<void> {
  try {
    if (isEsModule(root, file)) await import(`${pathToFileURL(file)}?opened=${opened++}`);
    else createRequire(file)(file);
  } catch (error) {
    if (error instanceof HostError) throw error;
    throw new HostError('AppBroken', `${relative(root, file)} of ${root} cannot be loaded: ${messageOf(error)}`, {
      cause: error,
    });
  }
}

// An ES module is evaluated once per URL: an app that is opened again must register again.
let opened = 0;

/** CommonJS modules are evaluated once as well, and an unbundled library remembers the app that loaded it first. */
function forget(root: string): void {
  const { cache } = createRequire(import.meta.url);
  const own = resolve(root) + sep;
  const library = join('node_modules', '@azure', 'functions') + sep;
  const isOwn = (file: string) => file.startsWith(own) && !file.includes(`${sep}node_modules${sep}`);
  for (const file of Object.keys(cache)) if (isOwn(file) || file.includes(library)) delete cache[file];
}

function entryFiles(root: string): string[] {
  const main = packageMain(root);
  const path = resolve(root, main);
  if (existsSync(path) && statSync(path).isFile()) return [path];
  const pattern = existsSync(path) ? `${main}/**` : main;
  const matches = glob(pattern);
  const files = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /^\.[cm]?js$/.test(extname(entry.name)))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter(
      (file) => !file.includes(`${sep}node_modules${sep}`) && matches.test(relative(root, file).replaceAll(sep, '/')),
    );
  if (files.length > 0) return files.sort();
  throw new HostError(
    'AppNotFound',
    `main "${main}" of ${join(root, 'package.json')} matches no file: build the app first.`,
  );
}

function packageMain(root: string): string {
  const { main } = readPackage(root);
  if (typeof main === 'string' && main !== '') return main;
  throw new HostError(
    'AppNotFound',
    `${join(root, 'package.json')} has no "main": it names the file that registers the functions.`,
  );
}

function readPackage(root: string): Record<string, unknown> {
  const file = join(root, 'package.json');
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new HostError('AppNotFound', `${file} cannot be read: ${messageOf(error)}`, { cause: error });
  }
}

function isEsModule(root: string, file: string): boolean {
  const extension = extname(file);
  return extension === '.mjs' || (extension === '.js' && readPackage(root)['type'] === 'module');
}

/** `*`, `**` and `?`: what the worker's documentation shows for `main`. */
function glob(pattern: string): RegExp {
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll(/\*\*(?:\/)?|\*|\?/g, (wildcard) =>
      wildcard.startsWith('**') ? '.*' : wildcard === '*' ? '[^/]*' : '[^/]',
    );
  return new RegExp(`^${source.replace(/^\\\.\//, '')}$`);
}
