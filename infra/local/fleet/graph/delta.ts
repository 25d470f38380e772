import { z } from 'zod';
import type { Filter } from '../odata/filter.ts';
import { renderer, type Shape } from '../odata/shape.ts';
import type { Change, Followed } from '../tenant/change-log.ts';
import { type Answer, type Call, ok } from './call.ts';
import { badRequest, GraphError } from './errors.ts';
import { linkWith } from './list.ts';
import { factsOf, type Route, type RouteFacts } from './route.ts';

/** A call that tells what has changed since the last time it was asked. */
export interface DeltaDraft<Row> extends RouteFacts {
  readonly shape: Shape<Row>;
  readonly kind: Followed;
  rows(call: Call): Iterable<Row>;
  key(row: Row): number;
  find(call: Call, index: number): Row | undefined;
  idOf(call: Call, index: number): string;
  /** Members are told as differences, when `$select` names them. */
  readonly members?: Members<Row>;
}

export interface Members<Row> {
  /** Ids of all members. */
  of(row: Row, call: Call): string[];
  /** Changes from the one of that number on. */
  changed(call: Call, from: number): readonly MemberChange[];
  count(call: Call): number;
  readonly type: string;
}

export interface MemberChange {
  readonly number: number;
  readonly group: number;
  readonly id: string;
  readonly member: boolean;
  /** Whether a read shows it already. */
  readonly shows: boolean;
}

const PAGE = 200;
const LIFETIME_MS = 7 * 24 * 60 * 60 * 1_000;

/** Where a walk stands: `after` during its first round, and what to tell changes from once it is over. */
const tokenSchema = z.strictObject({
  after: z.number().optional(),
  change: z.number(),
  member: z.number(),
  time: z.number(),
});

type Token = z.infer<typeof tokenSchema>;

export function delta<Row>(draft: DeltaDraft<Row>): Route {
  return {
    ...factsOf(draft),
    method: 'GET',
    api: 'graph',
    options: ['$select', '$filter', '$skiptoken', '$deltatoken', '$top'],
    answer: (call) => {
      const { skipToken, deltaToken } = call.query;
      if (deltaToken !== undefined) return changesSince(draft, call, readToken(deltaToken, call.now));
      return firstRound(draft, call, skipToken === undefined ? beginning(draft, call) : readToken(skipToken, call.now));
    },
  };
}

function beginning<Row>({ members }: DeltaDraft<Row>, call: Call): Token {
  return { change: call.tenant.changes.length, member: members?.count(call) ?? 0, time: call.now };
}

function firstRound<Row>(draft: DeltaDraft<Row>, call: Call, token: Token): Answer {
  const { rows, key } = draft;
  const size = Math.min(call.query.top ?? PAGE, PAGE);
  const render = rendererFor(draft, call);
  const isAsked = asked(draft, call);
  const value: unknown[] = [];
  let last: Row | undefined;
  for (const row of rows(call)) {
    if (key(row) <= (token.after ?? Number.NEGATIVE_INFINITY) || !isAsked(key(row))) continue;
    if (value.length === size && last !== undefined)
      return page(call, value, '$skiptoken', { ...token, after: key(last) });
    value.push({ ...render(row), ...allMembers(draft, call, row) });
    last = row;
  }
  const { after: _after, ...end } = token;
  return page(call, value, '$deltatoken', end);
}

function changesSince<Row>(draft: DeltaDraft<Row>, call: Call, token: Token): Answer {
  const end = beginning(draft, call);
  const written = call.tenant.changes.since(draft.kind, token.change);
  const memberChanges = asksForMembers(draft, call) ? (draft.members?.changed(call, token.member) ?? []) : [];
  const shown = memberChanges.filter(({ shows }) => shows);
  // Told changes may be told again, so the next round begins with the first that does not show yet.
  const member = memberChanges.find(({ shows }) => !shows)?.number ?? end.member;
  const indices = new Set([...written.map(({ index }) => index), ...shown.map(({ group }) => group)]);
  const render = rendererFor(draft, call);
  const value = [...indices].filter(asked(draft, call)).map((index) => {
    const row = draft.find(call, index);
    if (row === undefined) return { id: draft.idOf(call, index), '@removed': { reason: 'deleted' } };
    const own = shown.filter(({ group }) => group === index);
    return {
      ...sparse(render(row), writtenTo(index, written)),
      ...(own.length > 0 && { 'members@delta': own.map((change) => memberEntry(draft, change)) }),
    };
  });
  return page(call, value, '$deltatoken', { ...end, member });
}

/** The properties of an object that were written; undefined when all of them are news. */
function writtenTo(index: number, changes: readonly Change[]): Set<string> | undefined {
  const names = new Set<string>();
  for (const { index: of, what } of changes) {
    if (of !== index) continue;
    if (typeof what === 'string') return undefined;
    for (const name of what.properties) names.add(name);
  }
  return names;
}

/** An object that was changed is told without the properties that were not. */
function sparse(object: Record<string, unknown>, names: ReadonlySet<string> | undefined): Record<string, unknown> {
  if (!names) return object;
  return Object.fromEntries(Object.entries(object).filter(([name]) => name === 'id' || names.has(name)));
}

function rendererFor<Row>({ shape }: DeltaDraft<Row>, call: Call): (row: Row) => Record<string, unknown> {
  const select = call.query.select?.filter((name) => name !== 'members');
  return renderer(shape, { ...call, query: { ...call.query, select } }, 'list');
}

/** Of filters a delta query takes one alone: the ids of the objects to follow. */
function asked<Row>({ idOf }: DeltaDraft<Row>, call: Call): (index: number) => boolean {
  const { filter } = call.query;
  if (!filter) return () => true;
  const ids = new Set(idsIn(filter));
  return (index) => ids.has(idOf(call, index));
}

function idsIn(filter: Filter): string[] {
  if (filter.kind === 'or') return [...idsIn(filter.left), ...idsIn(filter.right)];
  const isById = filter.kind === 'compare' && filter.operator === 'eq' && filter.path === 'id';
  if (!isById || filter.literal.kind !== 'text') throw badRequest('Delta queries are filtered by id alone.');
  return [filter.literal.value.toLowerCase()];
}

const asksForMembers = <Row>({ members }: DeltaDraft<Row>, { query }: Call) =>
  members !== undefined && query.select?.includes('members') === true;

function allMembers<Row>(draft: DeltaDraft<Row>, call: Call, row: Row): object {
  const { members } = draft;
  if (!members || !asksForMembers(draft, call)) return {};
  return { 'members@delta': members.of(row, call).map((id) => ({ '@odata.type': members.type, id })) };
}

function memberEntry<Row>({ members }: DeltaDraft<Row>, { id, member }: MemberChange): object {
  return { '@odata.type': members?.type, id, ...(!member && { '@removed': { reason: 'deleted' } }) };
}

function page(call: Call, value: readonly unknown[], option: '$skiptoken' | '$deltatoken', token: Token): Answer {
  const link = linkWith(call, option, Buffer.from(JSON.stringify(token)).toString('base64url'));
  return ok({ [option === '$skiptoken' ? '@odata.nextLink' : '@odata.deltaLink']: link, value });
}

function readToken(text: string, now: number): Token {
  const { data } = tokenSchema.safeParse(parseJson(text));
  if (!data) throw badRequest('Badly formed token.');
  if (now - data.time > LIFETIME_MS)
    throw new GraphError(
      410,
      'syncStateNotFound',
      'The sync state generation is not found; start again without a token.',
    );
  return data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString());
  } catch {
    return undefined;
  }
}
