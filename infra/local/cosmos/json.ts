/** Any JSON value. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [name: string]: Json;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The own property of an object or the element of an array; undefined where there is none. */
export function member(value: Json | undefined, name: string): Json | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.hasOwn(value, name) ? (value as JsonObject)[name] : undefined;
}

/** Splits `/address/"zip code"` into its names. */
export function pathNames(path: string): readonly string[] {
  return path
    .slice(1)
    .split('/')
    .map((name) => (name.length > 1 && name.startsWith('"') && name.endsWith('"') ? name.slice(1, -1) : name));
}

export function valueAt(value: Json | undefined, names: readonly string[]): Json | undefined {
  return names.reduce(member, value);
}

/** Whether arrays and objects lie within each other more than `limit` levels deep. */
export function isDeeperThan(value: Json, limit: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (limit === 0) return true;
  for (const inner of Object.values(value)) if (isDeeperThan(inner, limit - 1)) return true;
  return false;
}
