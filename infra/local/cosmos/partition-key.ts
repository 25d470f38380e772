import { badRequest } from './errors.ts';
import { isObject, type Json, type JsonObject, valueAt } from './json.ts';
import { LIMITS } from './limits.ts';

/**
 * A partition key in the form of the header: a JSON array of its components, `{}` where a document has no value.
 * Equal keys are equal texts.
 */
export type PartitionKey = string;

/** The key that a document carries under the container's key paths. */
export function partitionKeyOf(document: JsonObject, paths: readonly (readonly string[])[]): PartitionKey {
  return canonical(paths.map((path) => componentAt(document, path)));
}

function componentAt(document: JsonObject, path: readonly string[]): Json {
  const value = valueAt(document, path);
  return value === undefined ? {} : value;
}

/** The key, or a prefix of a hierarchical one, that a request names. */
export function parsePartitionKey(header: string, paths: readonly (readonly string[])[]): PartitionKey {
  const components = parseArray(header);
  // .NET says "none" with an empty array.
  if (components.length === 0) return canonical(paths.map(() => ({})));
  if (components.length > paths.length)
    throw badRequest('The partition key has more components than the container has key paths.');
  return canonical(components);
}

export function componentsOf(key: PartitionKey): readonly Json[] {
  return JSON.parse(key);
}

export function isPrefix(key: PartitionKey, paths: readonly (readonly string[])[]): boolean {
  return paths.length > 1 && componentsOf(key).length < paths.length;
}

function parseArray(header: string): readonly Json[] {
  try {
    const parsed: unknown = JSON.parse(header);
    if (Array.isArray(parsed)) return parsed;
  } catch {}
  throw badRequest(`The partition key '${header.slice(0, 200)}' is not a JSON array.`);
}

function canonical(components: readonly Json[]): PartitionKey {
  if (!components.every(isScalar))
    throw badRequest('A partition key component must be a string, a number, a boolean, null or undefined.');
  const key = JSON.stringify(components);
  // Only texts can be long, and no text is longer in bytes than thrice its length.
  if (key.length * 3 > LIMITS.partitionKeyBytes && bytesOf(components) > LIMITS.partitionKeyBytes)
    throw badRequest(`The partition key is larger than ${LIMITS.partitionKeyBytes} bytes.`);
  return key;
}

const isScalar = (component: Json) =>
  typeof component !== 'object' || component === null || (isObject(component) && Object.keys(component).length === 0);

const bytesOf = (components: readonly Json[]) =>
  components.reduce((sum: number, each) => sum + (typeof each === 'string' ? Buffer.byteLength(each) : 0), 0);
