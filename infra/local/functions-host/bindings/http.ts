import { z } from 'zod';
import { HostError, messageOf } from '../errors.ts';
import { parseTemplate } from '../http/route-template.ts';
import { type Declared, readBinding } from './declared.ts';

export interface HttpTrigger {
  readonly type: 'httpTrigger';
  readonly bindingName: string;
  readonly authLevel: 'anonymous' | 'function' | 'admin';
  readonly methods: readonly string[];
  /** As declared, without the route prefix of host.json. */
  readonly route: string;
}

const METHODS = ['GET', 'POST', 'DELETE', 'HEAD', 'PATCH', 'PUT', 'OPTIONS', 'TRACE', 'CONNECT'] as const;
const RESERVED = new Set(['admin', 'runtime']);

const Options = z.strictObject({
  authLevel: z.enum(['anonymous', 'function', 'admin']),
  methods: z.array(z.string().toUpperCase().pipe(z.enum(METHODS))).min(1),
  route: z.string().optional(),
});

export function bindHttp(declared: Declared): HttpTrigger {
  const { authLevel, methods, route = declared.functionName } = readBinding(Options, declared);
  checkRoute(declared, route);
  return {
    type: 'httpTrigger',
    bindingName: declared.bindingName,
    authLevel,
    methods: [...new Set(methods)],
    route,
  };
}

function checkRoute(declared: Declared, route: string): void {
  const first = route.split('/').find(Boolean)?.toLowerCase();
  if (first && RESERVED.has(first))
    throw new HostError(
      'RouteInvalid',
      `Function "${declared.functionName}": the route "${route}" lies under "${first}/", which the host keeps for itself.`,
    );
  try {
    parseTemplate(route);
  } catch (error) {
    throw new HostError('RouteInvalid', `Function "${declared.functionName}": route "${route}": ${messageOf(error)}`, {
      cause: error,
    });
  }
}
