import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { type DrivenClock, drivenClock, wallClock } from '../../../infra/local/clock/clock.ts';
import { type Host, type HostOptions, openHost } from '../../../infra/local/functions-host/host.ts';
import type { LogEntry } from '../../../infra/local/functions-host/log.ts';

/** Sample apps, bundled as they would be deployed, and the host they run in. */
export interface FunctionsHostEnvironment {
  /** Bundles a file of `apps/` and opens it in a driven host. */
  open(app: string, options?: AppOptions): Promise<OpenedApp>;
  /** The same for an app of a few lines; `app` is in scope. */
  openSource(source: string, options?: AppOptions): Promise<OpenedApp>;
  /** Writes an app's folder and answers its path, for checks that open it themselves. */
  folder(files: Readonly<Record<string, string>>): Promise<string>;
  /** Closes what a check has opened. */
  reset(): Promise<void>;
  /** Removes every folder. */
  close(): Promise<void>;
}

export interface AppOptions extends Partial<Omit<HostOptions, 'root' | 'clock' | 'log'>> {
  readonly hostJson?: object;
  readonly clock?: DrivenClock;
  /** Further files of the folder. */
  readonly files?: Readonly<Record<string, string>>;
}

export interface OpenedApp {
  readonly root: string;
  readonly host: Host;
  readonly clock: DrivenClock;
  readonly log: readonly LogEntry[];
  /** Opens the same folder once more, as a second host or after the first is gone. */
  again(options?: AppOptions): Promise<OpenedApp>;
  /** Asks a route of the app, whose prefix is empty. */
  get(path: string, init?: RequestInit): Promise<Response>;
  /** What the app's functions have noted, read from its route `seen`. */
  seen<T = Record<string, unknown>>(): Promise<T[]>;
  /** Goes round until nothing moves. */
  settle(): Promise<number>;
}

/** A Wednesday, and not a moment at which a timer of the sample apps is due. */
export const START = Date.parse('2026-11-25T03:02:01Z');

const NO_PREFIX = { version: '2.0', extensions: { http: { routePrefix: '' } } };
const APPS = fileURLToPath(new URL('apps/', import.meta.url));
const REPOSITORY = fileURLToPath(new URL('../../../', import.meta.url));

/** An environment with folders of its own. */
export async function openFunctionsHostEnvironment(): Promise<FunctionsHostEnvironment> {
  const root = await mkdtemp(join(tmpdir(), 'functions-host-'));
  const bundles = new Map<string, Promise<string>>();
  const opened = new Set<Host>();
  let folders = 0;

  async function folder(files: Readonly<Record<string, string>>): Promise<string> {
    const path = join(root, `app-${folders++}`);
    for (const [name, content] of Object.entries(files)) {
      await mkdir(dirname(join(path, name)), { recursive: true });
      await writeFile(join(path, name), content);
    }
    return path;
  }

  function bundleOf(source: string): Promise<string> {
    const bundle = bundles.get(source) ?? bundleSource(source);
    bundles.set(source, bundle);
    return bundle;
  }

  async function openBundle(source: string, options: AppOptions): Promise<OpenedApp> {
    const path = await folder({
      'package.json': JSON.stringify({ name: 'sample', version: '1.0.0', main: 'dist/main.js' }),
      'host.json': JSON.stringify(options.hostJson ?? NO_PREFIX),
      'dist/main.js': await bundleOf(source),
      ...options.files,
    });
    return openFolder(path, options);
  }

  async function openFolder(path: string, options: AppOptions): Promise<OpenedApp> {
    const { hostJson: _, files: __, clock = drivenClock(START), mode = 'driven', environment = {}, ...rest } = options;
    const log: LogEntry[] = [];
    const host = await openHost({
      ...rest,
      root: path,
      clock: mode === 'wall' ? wallClock : clock,
      mode,
      environment,
      log: (entry) => log.push(entry),
    });
    opened.add(host);
    return {
      root: path,
      host,
      clock,
      log,
      again: (more = {}) => openFolder(path, { ...options, clock, ...more }),
      get: (route, init) => host.fetch(new Request(`http://localhost/${route}`, init)),
      async seen<T>() {
        const response = await host.fetch(new Request('http://localhost/seen'));
        return (await response.json()) as T[];
      },
      async settle() {
        let total = 0;
        for (let moved = await host.round(); moved > 0; moved = await host.round()) total += moved;
        return total;
      },
    };
  }

  return {
    folder,
    open: (app, options = {}) => openBundle(`import ${JSON.stringify(join(APPS, `${app}.ts`))};`, options),
    openSource: (source, options = {}) => openBundle(`import { app } from '@azure/functions';\n${source}`, options),
    async reset() {
      await Promise.all([...opened].map((host) => host.kill()));
      opened.clear();
    },
    async close() {
      await rm(root, { recursive: true, force: true });
    },
  };
}

/** Waits until the condition holds, and answers what it found. */
export async function until<T>(condition: () => Promise<T | undefined | false> | T | undefined | false): Promise<T> {
  for (;;) {
    const found = await condition();
    if (found) return found;
    await delay(10);
  }
}

async function bundleSource(contents: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: REPOSITORY, loader: 'ts' },
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    external: ['@azure/functions-core'],
    write: false,
    logLevel: 'error',
  });
  return outputFiles[0]?.text ?? '';
}
