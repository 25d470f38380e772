import { condition, undeclared, usesIn } from '../odata/evaluate.ts';
import type { Filter } from '../odata/filter.ts';
import type { Order, QueryOption } from '../odata/query.ts';
import { propertyOf, renderer, type Shape } from '../odata/shape.ts';
import { readSkipToken, type SkipToken, skipToken } from '../odata/skip-token.ts';
import { type Answer, type Call, ok } from './call.ts';
import { badRequest, GraphError, unsupportedQuery } from './errors.ts';
import { factsOf, type Route, type RouteFacts } from './route.ts';
import { type ThrottleRules, throttleClasses } from './throttle-classes.ts';

/** A call that lists a resource. */
export interface ListDraft<Row> extends RouteFacts {
  readonly api?: Route['api'];
  readonly shape: Shape<Row>;
  /** Rows in the order of their keys. */
  rows(call: Call): Iterable<Row>;
  /** A number that no two rows share and that never changes: it says where the next page begins. */
  key(row: Row): number;
  readonly page: { readonly usual: number; readonly most: number };
  readonly options?: readonly QueryOption[];
  /** Text between the version and the query, as the context of answers names it; by default the path. */
  readonly context?: string;
}

const usualOptions: readonly QueryOption[] = ['$select', '$filter', '$top', '$skiptoken', '$count', '$orderby'];

export function list<Row>(draft: ListDraft<Row>): Route {
  const { api = 'graph', options = usualOptions, shape } = draft;
  return { ...factsOf(draft), method: 'GET', api, options, shape, answer: (call) => listAnswer(draft, call) };
}

/** The page that a call asks for. */
export function listAnswer<Row>(draft: ListDraft<Row>, call: Call): Answer {
  const { shape, page } = draft;
  const { count, orderBy, top } = call.query;
  const rules: ThrottleRules = throttleClasses[draft.throttle];
  const asksForCount = count || orderBy.length > 0;
  if (rules.service === 'directory' && asksForCount && call.headers.get('consistencylevel') !== 'eventual')
    throw unsupportedQuery(`$count and $orderby need the header 'ConsistencyLevel: eventual'.`);
  if (top !== undefined && (top < 1 || (top > page.most && rules.service !== 'intune')))
    throw badRequest(`Invalid page size specified: '${top}'. Must be between 1 and ${page.most} inclusive.`);
  const size = Math.min(top ?? page.usual, page.most);

  const found = matching(draft, call, rules);
  const at = call.query.skipToken === undefined ? undefined : readSkipToken(call.query.skipToken, call.now);
  const { rows, next } =
    orderBy.length > 0 ? ordered(draft, call, found, size, at) : keyed(draft, call, found, size, at);
  const render = renderer(shape, call, 'list');
  return ok({
    '@odata.context': `${call.origin}/${call.version}/$metadata#${draft.context ?? draft.path.slice(1)}`,
    ...(count && { '@odata.count': [...matching(draft, call, rules)].length }),
    ...(next && !isCutShort(call) && { '@odata.nextLink': linkWith(call, '$skiptoken', skipToken(next)) }),
    value: rows.map(render),
  });
}

interface Page<Row> {
  readonly rows: readonly Row[];
  readonly next: SkipToken | undefined;
}

/** Goes on behind the last row of the page before, so that what comes and goes in between shifts nothing. */
function keyed<Row>(
  { key }: ListDraft<Row>,
  { query, now }: Call,
  found: Iterable<Row>,
  size: number,
  at: SkipToken | undefined,
): Page<Row> {
  const rows: Row[] = [];
  let toSkip = at ? 0 : (query.skip ?? 0);
  for (const row of found) {
    if (at && key(row) <= at.after) continue;
    if (toSkip-- > 0) continue;
    const last = rows.at(-1);
    if (rows.length === size && last !== undefined) return { rows, next: { after: key(last), issued: now } };
    rows.push(row);
  }
  return { rows, next: undefined };
}

function ordered<Row>(
  { shape, key }: ListDraft<Row>,
  call: Call,
  found: Iterable<Row>,
  size: number,
  at: SkipToken | undefined,
): Page<Row> {
  const compare = comparer(shape, call);
  const all = [...found].sort((a, b) => compare(a, b) || key(a) - key(b));
  const from = at ? at.after : (call.query.skip ?? 0);
  const to = from + size;
  return { rows: all.slice(from, to), next: to < all.length ? { after: to, issued: call.now } : undefined };
}

function comparer<Row>(shape: Shape<Row>, call: Call): (a: Row, b: Row) => number {
  const readers = call.query.orderBy.map(({ path, descending }: Order) => {
    const property = propertyOf(shape, path, call.version);
    if (!property.orderBy) throw badRequest(`Invalid orderby clause: sorting by '${path}' is not supported.`);
    return { of: property.of, sign: descending ? -1 : 1 };
  });
  return (a, b) => {
    for (const { of, sign } of readers) {
      const order = compareValues(of(a, call), of(b, call));
      if (order !== 0) return order * sign;
    }
    return 0;
  };
}

function compareValues(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const [left, right] = [String(a ?? ''), String(b ?? '')];
  return left < right ? -1 : left > right ? 1 : 0;
}

function* matching<Row>({ shape, rows }: ListDraft<Row>, call: Call, { service }: ThrottleRules): Generator<Row> {
  const { filter } = call.query;
  const holds = filter && isApplied(filter, shape, call, service) ? condition(filter, shape, call) : undefined;
  for (const row of rows(call)) if (!holds || holds(row)) yield row;
}

function isApplied<Row>(filter: Filter, shape: Shape<Row>, call: Call, service: ThrottleRules['service']): boolean {
  if (service === 'intune' && call.quirks.crashOnIn && usesIn(filter))
    throw new GraphError(500, 'InternalServerError', 'Internal server error');
  const [path] = undeclared(filter, shape, call.version);
  if (path === undefined) return true;
  if (service === 'intune' && call.quirks.ignoredFilters) return false;
  throw badRequest(`Invalid filter clause: filtering by '${path}' this way is not supported.`);
}

/** A walk that ends early: by the quirk no page follows the second, by the fault the next one is missing now and then. */
function isCutShort({ quirks, query, tenant, now, requestId }: Call): boolean {
  if (quirks.shortLists && query.skipToken !== undefined) return true;
  const chance = Number.parseInt(requestId.slice(0, 8), 16) / 2 ** 32;
  return tenant.fleet.faults.active('shortLists', now).some(({ share }) => chance < share);
}

/** The address of the call with another position in the list. */
export function linkWith({ origin, target }: Pick<Call, 'origin' | 'target'>, option: string, value: string): string {
  const [path = '', search = ''] = target.split('?');
  const positions = new Set(['$skiptoken', '$deltatoken', '$skip']);
  const kept = search
    .split('&')
    .filter((part) => part !== '' && !positions.has(decodeURIComponent(part.split('=')[0] ?? '')));
  return `${origin}${path}?${[...kept, `${option}=${value}`].join('&')}`;
}
