import { badRequest } from './errors.ts';
import { isObject, type Json, type JsonObject, pathNames } from './json.ts';
import { LIMITS } from './limits.ts';

/** A partial update: operations in order, and the query that the document has to match. */
export interface Patch {
  readonly operations: readonly PatchOperation[];
  /** `FROM c WHERE …` */
  readonly condition: string | undefined;
}

export type PatchOperation =
  | { readonly op: 'add' | 'set' | 'replace'; readonly path: string; readonly value: Json }
  | { readonly op: 'incr'; readonly path: string; readonly value: number }
  | { readonly op: 'remove'; readonly path: string }
  | { readonly op: 'move'; readonly path: string; readonly from: string };

/** The body of a patch request. Throws 400 for one that the service would not understand. */
export function parsePatch(body: Json | undefined): Patch {
  const { operations, condition } = Array.isArray(body) ? { operations: body, condition: undefined } : fields(body);
  if (!Array.isArray(operations) || operations.length === 0)
    throw badRequest('A patch request needs a list of operations.');
  if (operations.length > LIMITS.patchOperations)
    throw badRequest(`The number of patch operations can't exceed ${LIMITS.patchOperations}.`);
  if (condition !== undefined && typeof condition !== 'string')
    throw badRequest('The condition of a patch must be a string.');
  return { operations: operations.map(parseOperation), condition };
}

/** The document after the operations. The document given is used up. Throws 400 naming the path that does not fit. */
export function applyPatch(document: JsonObject, operations: readonly PatchOperation[]): JsonObject {
  for (const operation of operations) apply(document, operation);
  return document;
}

function apply(document: JsonObject, operation: PatchOperation): void {
  const target = locate(document, operation.path);
  switch (operation.op) {
    case 'add':
      insert(target, operation.value);
      break;
    case 'set':
      set(target, operation.value);
      break;
    case 'replace':
      overwrite(target, operation.value);
      break;
    case 'incr':
      increment(target, operation.value);
      break;
    case 'remove':
      take(target);
      break;
    case 'move':
      move(document, operation);
      break;
  }
}

function move(document: JsonObject, { from, path }: { readonly from: string; readonly path: string }): void {
  if (path.startsWith(`${from}/`)) throw badRequest(`Cannot move '${from}' into itself.`);
  const value = take(locate(document, from));
  // Located again, for the removal may have shifted what the path names.
  insert(locate(document, path), value);
}

type MutableObject = Record<string, Json>;

/** Where an operation acts: a name in an object, or an index or `-` in an array. */
interface Target {
  readonly parent: MutableObject | Json[];
  readonly name: string;
  readonly path: string;
}

function locate(document: JsonObject, path: string): Target {
  const names = pathNames(path);
  let parent: Json | undefined = document;
  for (const name of names.slice(0, -1)) parent = child(parent, name);
  if (typeof parent !== 'object' || parent === null) throw doesNotExist(path);
  return { parent: parent as MutableObject | Json[], name: names.at(-1) ?? '', path };
}

function child(parent: Json | undefined, name: string): Json | undefined {
  if (typeof parent !== 'object' || parent === null || !Object.hasOwn(parent, name)) return undefined;
  return (parent as JsonObject)[name];
}

function insert(target: Target, value: Json): void {
  const { parent, name } = target;
  if (isList(parent)) parent.splice(name === '-' ? parent.length : indexIn(target, parent.length), 0, value);
  else assign(parent, name, value);
}

/** Like `insert`, but replaces the element of an array. */
function set(target: Target, value: Json): void {
  if (isList(target.parent) && target.name !== '-') overwrite(target, value);
  else insert(target, value);
}

function overwrite(target: Target, value: Json): void {
  const { parent, name, path } = target;
  if (isList(parent)) parent[indexIn(target, parent.length - 1)] = value;
  else if (Object.hasOwn(parent, name)) assign(parent, name, value);
  else throw doesNotExist(path);
}

function increment(target: Target, by: number): void {
  const present = child(target.parent, target.name);
  if (present !== undefined && typeof present !== 'number')
    throw badRequest(`The value at '${target.path}' is not a number, so it cannot be incremented.`);
  if (present === undefined) insert(target, by);
  else overwrite(target, present + by);
}

function take(target: Target): Json {
  const { parent, name, path } = target;
  const value = child(parent, name);
  if (value === undefined) throw doesNotExist(path);
  if (isList(parent)) parent.splice(indexIn(target, parent.length - 1), 1);
  else delete parent[name];
  return value;
}

/** Defines the property, so that `__proto__` is a name like any other. */
function assign(parent: MutableObject, name: string, value: Json): void {
  Object.defineProperty(parent, name, { value, writable: true, enumerable: true, configurable: true });
}

function indexIn({ name, path }: Target, highest: number): number {
  const index = /^(0|[1-9]\d*)$/.test(name) ? Number(name) : Number.NaN;
  if (index <= highest) return index;
  throw badRequest(`The index '${name}' of '${path}' lies outside the array.`);
}

const isList = (value: MutableObject | Json[]): value is Json[] => Array.isArray(value);
const doesNotExist = (path: string) => badRequest(`The path '${path}' does not exist in the document.`);

function parseOperation(given: Json): PatchOperation {
  const { op, path, value, from } = fields(given);
  if (!isPath(path)) throw badRequest("The 'path' of a patch operation must begin with '/'.");
  switch (op) {
    case 'add':
    case 'set':
    case 'replace':
      if (value === undefined) throw badRequest(`The patch operation '${op}' needs a value.`);
      // A value of its own, for two operations may share one.
      return { op, path, value: structuredClone(value) };
    case 'incr':
      if (typeof value !== 'number') throw badRequest("The patch operation 'incr' needs a number.");
      return { op, path, value };
    case 'remove':
      return { op, path };
    case 'move':
      if (!isPath(from)) throw badRequest("The 'from' of a move must begin with '/'.");
      return { op, path, from };
    default:
      throw badRequest(`The patch operation '${JSON.stringify(op)}' is not supported.`);
  }
}

const isPath = (value: Json | undefined): value is string => typeof value === 'string' && value.startsWith('/');

function fields(value: Json | undefined): JsonObject {
  if (isObject(value)) return value;
  throw badRequest('An object was expected.');
}
