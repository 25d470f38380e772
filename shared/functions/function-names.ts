import type { Route } from './routes.ts';

type Placed = Pick<Route, 'operation' | 'endpoint'>;

/**
 * The Functions host takes the first route that matches in the order of function names, so the name begins with one digit
 * per segment: 0 for a literal, 1 for a parameter. Of two routes that match the same path, the more literal one is first.
 */
export function routeFunctionName({ operation, endpoint }: Placed): string {
  const ranks = segmentsOf(endpoint.path).map((segment) => (isParameter(segment) ? 1 : 0));
  return `http-${ranks.join('')}-${operation}`;
}

/** Throws TypeError when two routes match the same paths, so that one of them would never be reached, or share a name. */
export function demandDistinct(routes: readonly Placed[]): void {
  const seen = new Map<string, string>();
  for (const { operation, endpoint } of routes) {
    const shape = segmentsOf(endpoint.path).map((segment) => (isParameter(segment) ? '{}' : segment.toLowerCase()));
    for (const key of [`${endpoint.method} /${shape.join('/')}`, operation.toLowerCase()]) {
      const other = seen.get(key);
      if (other) throw new TypeError(`${operation} and ${other} are both ${key}.`);
      seen.set(key, operation);
    }
  }
}

export const segmentsOf = (path: string): string[] => path.split('/').filter(Boolean);

export const isParameter = (segment: string): boolean => segment.startsWith('{');
