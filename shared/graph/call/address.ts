import type { Api } from '../budget/cost.ts';
import { GraphFailure } from '../errors.ts';
import type { Target } from './call.ts';

/** Base addresses, without a version: `https://graph.microsoft.com`, `https://api.security.microsoft.com`. */
export type Endpoints = Readonly<Record<Api, string>>;

/** The address of a call. A link is passed on byte by byte, once it is sure that it leads to the same host. */
export function addressOf(target: Target, endpoints: Endpoints): string {
  const base = endpoints[target.api];
  if ('link' in target) return demandOwn(target.link, base);
  return target.api === 'graph' ? `${base}/${target.version}${target.path}` : `${base}/api${target.path}`;
}

/** Path and query below the version, by which a call's cost is known. */
export function pathOf(target: Target, endpoints: Endpoints): string {
  if (!('link' in target)) return target.path;
  const rest = target.link.slice(endpoints[target.api].length);
  return rest.replace(/^\/(v1\.0|beta|api)(?=\/)/i, '');
}

/** A token must not travel to wherever an answer says, nor over a connection that the base address would not use. */
function demandOwn(link: string, base: string): string {
  const own = new URL(`${base}/`);
  const url = URL.canParse(link) ? new URL(link) : undefined;
  const same = url?.origin === own.origin && url.pathname.startsWith(own.pathname) && !url.username && !url.password;
  if (!same) throw new GraphFailure('graph-foreign-link', 'A link in an answer leads to another host.');
  return link;
}
