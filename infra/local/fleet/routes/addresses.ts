import type { Version } from '../graph/call.ts';
import type { Route } from '../graph/route.ts';

/** Which interface an address belongs to, and the path below it. */
export interface Address {
  readonly api: Route['api'];
  readonly version: Version;
  readonly path: string;
}

/** Where the Defender API is, below the address of the simulator; in the cloud it is a host of its own. */
export const DEFENDER_PREFIX = '/defender';

const prefixes: readonly [string, Route['api'], Version][] = [
  ['/v1.0', 'graph', 'v1.0'],
  ['/beta', 'graph', 'beta'],
  [`${DEFENDER_PREFIX}/api`, 'defender', 'v1.0'],
];

export function addressOf(pathname: string): Address | undefined {
  for (const [prefix, api, version] of prefixes)
    if (pathname.startsWith(`${prefix}/`)) return { api, version, path: pathname.slice(prefix.length) };
  return undefined;
}

/**
 * Microsoft's client takes only HTTPS links for whole addresses, and appends a next link of this origin to its base
 * address as if it were a path. Such a target is read as the link that was meant.
 */
export function targetOf(target: string, origin: string): string {
  const at = target.indexOf(`/${origin}/`);
  return at < 0 ? target : target.slice(at + 1 + origin.length);
}
