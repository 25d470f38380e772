import { open } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};

/** A file as it goes to a browser. */
export interface Served {
  readonly body: Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
}

/** What is asked for; a request of the platform is one. */
export interface Asked {
  readonly url: string;
  readonly headers: { get(name: string): string | null };
}

/** A file of the folder; a page address of the console (no extension, HTML wanted) gets `index.html`. Undefined: no such file. */
export async function serveFile(folder: string, { url, headers }: Asked): Promise<Served | undefined> {
  const path = readablePath(new URL(url).pathname);
  if (path === undefined) return undefined;
  const isPage = extname(path) === '' && headers.get('accept')?.includes('text/html') === true;
  return (await readFile(folder, path)) ?? (isPage ? readFile(folder, 'index.html') : undefined);
}

/** The path below the folder, or undefined when it is malformed or leads out of it. */
function readablePath(pathname: string): string | undefined {
  try {
    const path = normalize(decodeURIComponent(pathname)).slice(1);
    return path.split(sep).includes('..') || path.includes('\0') ? undefined : path;
  } catch {
    return undefined;
  }
}

async function readFile(folder: string, path: string): Promise<Served | undefined> {
  const type = TYPES[extname(path)];
  if (type === undefined) return undefined;
  const file = await open(join(folder, path)).catch(() => undefined);
  if (!file) return undefined;
  try {
    const headers = { 'content-type': type, 'cache-control': caching(path), 'x-content-type-options': 'nosniff' };
    return { body: await file.readFile(), headers };
  } finally {
    await file.close();
  }
}

/** A name that carries a hash of its content never changes its meaning; everything else is asked for again. */
function caching(path: string): string {
  return /[-.][A-Za-z0-9_]{8,}\.\w+$/.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache';
}
