import { guidOf } from '../model/identifiers.ts';
import type { Version } from './call.ts';
import { GraphError, unknownSegment } from './errors.ts';
import type { Route } from './route.ts';

export interface Match {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

export interface Router {
  /** @throws {GraphError} when no call answers there, not in this version, or not with this method */
  match(api: Route['api'], version: Version, method: string, path: string): Match;
}

interface Node {
  readonly literals: Map<string, Node>;
  placeholder: { readonly name: string; readonly node: Node } | undefined;
  readonly routes: Route[];
}

const node = (): Node => ({ literals: new Map(), placeholder: undefined, routes: [] });

/** Finds calls by their paths; of two that fit, the one that names the segment wins over the placeholder. */
export function createRouter(routes: readonly Route[]): Router {
  const roots = { graph: node(), defender: node() };
  for (const route of routes) insert(roots[route.api], route);

  return {
    match(api, version, method, path) {
      const segments = path.split('/').filter(Boolean).map(decode);
      const { at, params } = walk(roots[api], segments);
      const inVersion = at.routes.filter(({ since }) => since !== 'beta' || version === 'beta');
      if (inVersion.length === 0) throw unknownSegment(segments.at(-1) ?? '');
      const route = inVersion.find((each) => each.method === method);
      if (!route)
        throw new GraphError(405, 'Request_BadRequest', `Specified HTTP method '${method}' is not allowed here.`);
      return { route, params };
    },
  };
}

function insert(root: Node, route: Route): void {
  let at = root;
  for (const segment of route.path.split('/').filter(Boolean)) {
    const name = /^\{(\w+)\}$/.exec(segment)?.[1];
    if (name === undefined) {
      const next = at.literals.get(segment.toLowerCase()) ?? node();
      at.literals.set(segment.toLowerCase(), next);
      at = next;
    } else {
      at.placeholder ??= { name, node: node() };
      at = at.placeholder.node;
    }
  }
  at.routes.push(route);
}

function walk(root: Node, segments: readonly string[]): { at: Node; params: Record<string, string> } {
  const params: Record<string, string> = {};
  let at = root;
  for (const segment of segments) {
    const next = at.literals.get(segment.toLowerCase());
    if (next) at = next;
    else if (at.placeholder) {
      params[at.placeholder.name] = segment;
      at = at.placeholder.node;
    } else throw unknownSegment(segment);
  }
  return { at, params };
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw unknownSegment(segment);
  }
}

/** An id for the logs that is the same in every run with the same calls. */
export const requestId = (seed: number, n: number): string => guidOf(`${seed} request ${n}`);
