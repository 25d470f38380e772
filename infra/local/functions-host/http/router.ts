import { type HostedFunction, isTriggeredBy } from '../bindings/functions.ts';
import type { HttpTrigger } from '../bindings/http.ts';
import { HostError } from '../errors.ts';
import { coversTemplate } from './reachability.ts';
import { matchTemplate, parseTemplate, type RouteParams, type RouteTemplate } from './route-template.ts';

export type HttpFunction = HostedFunction<HttpTrigger>;

export interface Route {
  readonly hosted: HttpFunction;
  /** With the prefix of host.json, without a slash in front. */
  readonly path: string;
  readonly template: RouteTemplate;
}

export interface RouteMatch {
  readonly route: Route;
  readonly params: RouteParams;
}

export interface Router {
  readonly routes: readonly Route[];
  /** Routes that an earlier one always takes, as sentences. */
  readonly warnings: readonly string[];
  /** The first function in name order whose method and template fit; there is no ranking by specificity. */
  match(method: string, rawPath: string): RouteMatch | undefined;
}

/** The routes of an app; `functions` come in name order. Throws a HostError for two that are the same. */
export function createRouter(functions: readonly HostedFunction[], routePrefix: string): Router {
  const prefix = routePrefix.replace(/^\/|\/$/g, '');
  const routes = functions.filter(isTriggeredBy('httpTrigger')).map((hosted): Route => {
    const path = [prefix, hosted.trigger.route.replace(/^\/|\/$/g, '')].filter(Boolean).join('/');
    return { hosted, path, template: parseTemplate(path) };
  });
  refuseConflicts(routes);
  return {
    routes,
    warnings: routes.flatMap((route, index) => unreachable(route, routes.slice(0, index))),
    match(method, rawPath) {
      const path = pathSegments(rawPath);
      if (!path) return undefined;
      for (const route of routes) {
        if (!route.hosted.trigger.methods.includes(method)) continue;
        const params = matchTemplate(route.template, path);
        if (params) return { route, params };
      }
      return undefined;
    },
  };
}

/** Decodes each segment, but leaves an encoded slash as it is. An empty segment other than the last fits no route. */
function pathSegments(rawPath: string): string[] | undefined {
  const segments = rawPath.replace(/^\//, '').replace(/\/$/, '').split('/');
  if (segments.length === 1 && segments[0] === '') return rawPath === '//' ? undefined : [];
  return segments.includes('') ? undefined : segments.map(decodeSegment);
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment.replaceAll(/%2f/gi, (slash) => `%25${slash.slice(1)}`));
  } catch {
    return segment;
  }
}

function refuseConflicts(routes: readonly Route[]): void {
  const owners = new Map<string, string>();
  for (const { hosted, path } of routes)
    for (const method of hosted.trigger.methods) {
      const key = `${method} ${path.toLowerCase()}`;
      const owner = owners.get(key);
      if (owner)
        throw new HostError(
          'RouteConflict',
          `Function "${hosted.name}": ${method} /${path} is the route of function "${owner}" already.`,
        );
      owners.set(key, hosted.name);
    }
}

function unreachable(route: Route, earlier: readonly Route[]): string[] {
  return route.hosted.trigger.methods.flatMap((method) => {
    const taker = earlier.find(
      ({ hosted, template }) => hosted.trigger.methods.includes(method) && coversTemplate(template, route.template),
    );
    return taker
      ? [
          `Function "${route.hosted.name}": ${method} /${route.path} is never reached, for "${taker.hosted.name}" (/${taker.path}) comes first by name and takes it.`,
        ]
      : [];
  });
}
