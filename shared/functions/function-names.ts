import type { Route } from './routes.ts';

/**
 * The Functions host takes the first route that matches in the order of function names, so the name begins with one digit
 * per segment: 0 for a literal, 1 for a parameter. Of two routes that match the same path, the more literal one is first.
 */
export function routeFunctionName({ operation, endpoint }: Pick<Route, 'operation' | 'endpoint'>): string {
  const ranks = segmentsOf(endpoint.path).map((segment) => (segment.startsWith('{') ? 1 : 0));
  return `http-${ranks.join('')}-${operation}`;
}

export const segmentsOf = (path: string): string[] => path.split('/').filter(Boolean);
