import { badRequest } from '../graph/errors.ts';
import { type Filter, parseFilter } from './filter.ts';

/** The system query options of a request. */
export interface Query {
  readonly select: readonly string[] | undefined;
  readonly filter: Filter | undefined;
  readonly expand: readonly Expand[];
  readonly orderBy: readonly Order[];
  readonly top: number | undefined;
  readonly skip: number | undefined;
  readonly count: boolean;
  readonly skipToken: string | undefined;
  readonly deltaToken: string | undefined;
}

export interface Expand {
  readonly name: string;
  readonly select: readonly string[] | undefined;
}

export interface Order {
  readonly path: string;
  readonly descending: boolean;
}

export type QueryOption =
  | '$select'
  | '$filter'
  | '$expand'
  | '$orderby'
  | '$top'
  | '$skip'
  | '$count'
  | '$skiptoken'
  | '$deltatoken';

/** @throws {GraphError} 400 for options that do not exist, are given twice or cannot be read */
export function parseQuery(search: URLSearchParams): Query {
  const options = new Map<string, string>();
  for (const [name, value] of search) {
    if (!isOption(name)) throw badRequest(`The query parameter '${name}' is not supported.`);
    if (options.has(name)) throw badRequest(`Query option '${name}' was specified more than once.`);
    options.set(name, value);
  }
  const filter = options.get('$filter');
  return {
    select: names(options.get('$select')),
    filter: filter === undefined ? undefined : parseFilter(filter),
    expand: expands(options.get('$expand')),
    orderBy: orders(options.get('$orderby')),
    top: whole('$top', options.get('$top')),
    skip: whole('$skip', options.get('$skip')),
    count: flag(options.get('$count')),
    skipToken: options.get('$skiptoken'),
    deltaToken: options.get('$deltatoken'),
  };
}

/** The options that a request uses, by the names that a route allows them under. */
export function usedOptions(query: Query): QueryOption[] {
  const used: [QueryOption, boolean][] = [
    ['$select', query.select !== undefined],
    ['$filter', query.filter !== undefined],
    ['$expand', query.expand.length > 0],
    ['$orderby', query.orderBy.length > 0],
    ['$top', query.top !== undefined],
    ['$skip', query.skip !== undefined],
    ['$count', query.count],
    ['$skiptoken', query.skipToken !== undefined],
    ['$deltatoken', query.deltaToken !== undefined],
  ];
  return used.filter(([, isUsed]) => isUsed).map(([name]) => name);
}

const optionNames: readonly string[] = [
  '$select',
  '$filter',
  '$expand',
  '$orderby',
  '$top',
  '$skip',
  '$count',
  '$skiptoken',
  '$deltatoken',
] satisfies QueryOption[];

const isOption = (name: string): name is QueryOption => optionNames.includes(name);

function names(text: string | undefined): string[] | undefined {
  return text === undefined ? undefined : [...new Set(text.split(',').map((name) => name.trim()))].filter(Boolean);
}

/** `manager,managedDevice($select=id,deviceName)`; a type before the name, and a slash, casts to it. */
function expands(text: string | undefined): Expand[] {
  if (text === undefined) return [];
  const parts = text.match(/[\w./]+(?:\([^()]*\))?/g) ?? [];
  if (parts.join(',') !== text.replaceAll(' ', ''))
    throw badRequest(`Parsing OData Select and Expand failed: '${text}'.`);
  return parts.map((part) => {
    const [, name = '', inner] = /^([\w./]+)(?:\((.*)\))?$/.exec(part) ?? [];
    if (inner === undefined) return { name, select: undefined };
    const [, selected] = /^\$select=(.*)$/.exec(inner) ?? [];
    if (selected === undefined) throw badRequest(`Parsing OData Select and Expand failed: '${inner}'.`);
    return { name, select: names(selected) };
  });
}

function orders(text: string | undefined): Order[] {
  if (text === undefined) return [];
  return text.split(',').map((part) => {
    const [, path, direction] = /^\s*([\w/]+)(?:\s+(asc|desc))?\s*$/.exec(part) ?? [];
    if (path === undefined) throw badRequest(`Invalid orderby clause: '${part}'.`);
    return { path, descending: direction === 'desc' };
  });
}

function whole(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw badRequest(`Invalid value '${text}' for ${name} query option found.`);
}

function flag(text: string | undefined): boolean {
  if (text === undefined || text === 'false') return false;
  if (text === 'true') return true;
  throw badRequest(`Invalid value '${text}' for $count query option found.`);
}
