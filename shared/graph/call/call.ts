import type { Json } from '../../contracts/json.ts';
import type { Api } from '../budget/cost.ts';

export type Version = 'v1.0' | 'beta';

/** Where a call goes: a path below the version (or below Defender's `/api`), or a link that an answer gave, taken as it is. */
export type Target =
  | { readonly api: 'graph'; readonly version: Version; readonly path: `/${string}` }
  | { readonly api: 'defender'; readonly path: `/${string}` }
  | { readonly api: Api; readonly link: string };

/** What a call does, which decides what may be done when its answer is lost. */
export type Call = { readonly target: Target; readonly headers?: Readonly<Record<string, string>> } & (
  | { readonly method: 'GET' }
  /** A question too long for a path, such as a hunting query: asked again without harm. */
  | { readonly method: 'POST'; readonly repeat: 'safe'; readonly body?: Json }
  /** `set`: sent twice, the end is the same. `once`: sent twice, it is done twice, so it is not. */
  | { readonly method: 'POST' | 'PATCH' | 'PUT' | 'DELETE'; readonly repeat: 'set' | 'once'; readonly body?: Json }
);

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** The parsed JSON or the text; undefined when there was none. */
  readonly body: unknown;
}

export type Repeat = 'safe' | 'set' | 'once';

export const repeatOf = (call: Call): Repeat => ('repeat' in call ? call.repeat : 'safe');

export const isWrite = (call: Call): boolean => repeatOf(call) !== 'safe';
