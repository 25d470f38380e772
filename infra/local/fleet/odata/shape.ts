import { graphEnum } from '../data/graph-enums.ts';
import type { Call, Version } from '../graph/call.ts';
import { badRequest } from '../graph/errors.ts';
import type { Comparison, TextTest } from './filter.ts';

export type Operator = Comparison | TextTest | 'in' | 'any';

/** A property of a resource: how to read it, and what queries may do with it. */
export interface Property<Row, Value = unknown> {
  readonly of: (row: Row, call: Call) => Value;
  /** Operators that `$filter` takes; absent: none. */
  readonly filter?: readonly Operator[];
  readonly orderBy?: true;
  /** What lists and answers without `$select` show in its place. */
  readonly unlessSelected?: Value;
  /** Left out unless `$select` names it. */
  readonly onSelect?: true;
  /** The enumeration its values are of; members newer than `unknownFutureValue` are hidden from callers that do not ask for them. */
  readonly enumeration?: string;
}

type Source<Row, Value> = Property<Row, Value>['of'] | Property<Row, Value>;

/** Properties by their names in the published types; the types see to it that Graph has them. */
export type Properties<Row, Entity> = { readonly [Name in keyof Entity]?: Source<Row, Entity[Name]> };

/** A related resource that `$expand` can show. */
export interface Navigation<Row> {
  readonly name: string;
  expand(row: Row, call: Call, select: readonly string[] | undefined): unknown;
}

/** What a resource looks like. */
export interface Shape<Row> {
  /** Such as `microsoft.graph.managedDevice`. */
  readonly type: string;
  readonly properties: Readonly<Record<Version, ReadonlyMap<string, Property<Row>>>>;
  readonly navigations: readonly Navigation<Row>[];
}

export interface ShapeDraft<Row, V1, Beta> {
  readonly type: string;
  /** In both versions. */
  readonly properties: Properties<Row, V1>;
  /** In beta alone. */
  readonly beta?: Properties<Row, Beta>;
  readonly navigations?: readonly Navigation<Row>[];
}

export function shape<Row, V1, Beta = V1>(draft: ShapeDraft<Row, V1, Beta>): Shape<Row> {
  const v1 = readable<Row>(draft.properties);
  return {
    type: draft.type,
    properties: { 'v1.0': v1, beta: new Map([...v1, ...readable<Row>(draft.beta ?? {})]) },
    navigations: draft.navigations ?? [],
  };
}

function readable<Row>(sources: object): Map<string, Property<Row>> {
  return new Map(
    Object.entries(sources).map(([name, source]: [string, Source<Row, unknown>]) => [
      name,
      typeof source === 'function' ? { of: source } : source,
    ]),
  );
}

/** @throws {GraphError} 400 when the version of the call has no such property */
export function propertyOf<Row>({ type, properties }: Shape<Row>, name: string, version: Version): Property<Row> {
  const property = properties[version].get(name);
  if (property) return property;
  throw badRequest(`Could not find a property named '${name}' on type '${type}'.`);
}

/** Makes JSON of rows, with the properties and relations that the query of a call asks for. */
export function renderer<Row>(
  of: Shape<Row>,
  call: Call,
  place: 'list' | 'item',
): (row: Row) => Record<string, unknown> {
  const { select, expand } = call.query;
  const hidesNew = !/include-unknown-enum-members/i.test(call.headers.get('prefer') ?? '');
  const readers = selected(of, call.version, select).map(([name, property]) => {
    const stands = property.unlessSelected !== undefined && (place === 'list' || select === undefined);
    const read = stands ? () => property.unlessSelected : property.of;
    const known = hidesNew && property.enumeration ? knownMembers(property.enumeration, call.version) : undefined;
    return [name, known ? (row: Row, by: Call) => known(read(row, by)) : read] as const;
  });
  const expanded = expand.map(({ name, select: inner }) => {
    const navigation = of.navigations.find((each) => [each.name, `${of.type}/${each.name}`].includes(name));
    if (!navigation) throw badRequest(`Could not find a property named '${name}' on type '${of.type}'.`);
    return [navigation, inner] as const;
  });
  return (row) => {
    const object: Record<string, unknown> = {};
    for (const [name, read] of readers) object[name] = read(row, call);
    for (const [navigation, inner] of expanded) object[navigation.name] = navigation.expand(row, call, inner);
    return object;
  };
}

/** The properties of an answer; `id` is always among them. */
function selected<Row>(of: Shape<Row>, version: Version, select: readonly string[] | undefined) {
  const all = of.properties[version];
  if (!select) return [...all].filter(([, { onSelect }]) => !onSelect);
  const names = all.has('id') && !select.includes('id') ? ['id', ...select] : select;
  return names.map((name) => [name, propertyOf(of, name, version)] as const);
}

function knownMembers(enumeration: string, version: Version): (value: unknown) => unknown {
  const members = graphEnum(enumeration)[version === 'beta' ? 'beta' : 'v1'];
  const sentinel = members.indexOf('unknownFutureValue');
  const hidden = new Set<unknown>(sentinel < 0 ? [] : members.slice(sentinel + 1));
  return (value) => (hidden.has(value) ? 'unknownFutureValue' : value);
}
