import type { ZodType } from 'zod';
import { z } from 'zod';
import type { QueryOption } from '../odata/query.ts';
import type { Shape } from '../odata/shape.ts';
import type { ApprovalType } from '../tenant/approvals.ts';
import type { Answer, Call, Version } from './call.ts';
import { badRequest } from './errors.ts';
import type { ThrottleClass } from './throttle-classes.ts';

export type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';

/** What the reference says at the top of the page of a call. */
export interface RouteFacts {
  /** Below the version; placeholders in braces: `/users/{id}`. */
  readonly path: string;
  /** `beta`: not in v1.0. */
  readonly since?: Version;
  /** Any one of these is enough; an empty list asks for none. */
  readonly permissions: readonly string[];
  readonly throttle: ThrottleClass;
  /** Resource units that it costs in the directory. */
  readonly units?: number;
  /** What a tenant may want a second administrator for. */
  readonly approval?: ApprovalType;
  /** It only carries other calls. */
  readonly carries?: true;
}

/** One call of Graph or Defender. */
export interface Route extends RouteFacts {
  readonly method: Method;
  readonly api: 'graph' | 'defender';
  readonly options: readonly QueryOption[];
  /** What it shows, of calls that list or read a resource. */
  readonly shape?: Shape<never>;
  answer(call: Call): Answer | Promise<Answer>;
}

export interface ActionDraft<Body> extends RouteFacts {
  readonly method?: Method;
  readonly api?: Route['api'];
  /** What the body may hold; a property beside these is refused. Absent: no body is read. */
  readonly body?: ZodType<Body>;
  readonly options?: readonly QueryOption[];
  run(call: Call, body: Body): Answer | Promise<Answer>;
}

/** A call that does something, or that answers in a way of its own. */
export function action<Body = undefined>(draft: ActionDraft<Body>): Route {
  const { method = 'POST', api = 'graph', options = [], body, run } = draft;
  return {
    ...factsOf(draft),
    method,
    api,
    options,
    answer: (call) => run(call, body ? parseBody(body, call.body) : (undefined as Body)),
  };
}

export function factsOf({ path, since, permissions, throttle, units, approval, carries }: RouteFacts): RouteFacts {
  return {
    ...{ path, permissions, throttle, since: since ?? 'v1.0', units: units ?? 1 },
    ...(approval && { approval }),
    ...(carries && { carries }),
  };
}

function parseBody<Body>(schema: ZodType<Body>, body: unknown): Body {
  const { data, error } = schema.safeParse(body);
  if (error) throw badRequest(z.prettifyError(error).replaceAll(/\s+/g, ' '));
  return data;
}
