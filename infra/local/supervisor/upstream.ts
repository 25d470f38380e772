import type { Upstream } from '../gateway/gateway.ts';
import type { KeptService } from './kept-service.ts';

/** A kept service as the gateway sees it: it keeps its routes while it is down. */
export function upstreamOf({ name, routes, process }: KeptService): Upstream {
  return { name, serves: routes, port: process?.port };
}
