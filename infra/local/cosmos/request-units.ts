import { type CosmosRequest, type Handler, isSet } from './protocol.ts';

/** Request units spent so far, by what they were spent on. */
export interface RequestUnits {
  readonly pointReads: number;
  /** Single writes, batches and bulk. */
  readonly writes: number;
  readonly queries: number;
  readonly changeFeed: number;
  /** Definitions, ranges, offers. */
  readonly other: number;
}

type Kind = keyof RequestUnits;

/** Adds up what the answers charge. */
export function meterRequestUnits(next: Handler): { readonly handle: Handler; readonly spent: () => RequestUnits } {
  const spent: Record<Kind, number> = { pointReads: 0, writes: 0, queries: 0, changeFeed: 0, other: 0 };
  return {
    spent: () => ({ ...spent }),
    async handle(request) {
      const response = await next(request);
      spent[kindOf(request)] += Number(response.headers['x-ms-request-charge']);
      return response;
    },
  };
}

function kindOf({ method, path, headers }: CosmosRequest): Kind {
  if (!/\/docs(\/|$)/.test(path)) return 'other';
  if (method !== 'GET') return isSet(headers, 'x-ms-documentdb-isquery') ? 'queries' : 'writes';
  if (headers['a-im'] !== undefined) return 'changeFeed';
  return path.endsWith('/docs') || path.endsWith('/docs/') ? 'queries' : 'pointReads';
}
