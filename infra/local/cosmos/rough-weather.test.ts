import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CosmosRequest } from './protocol.ts';
import { roughWeather } from './rough-weather.ts';

const read = (id: string): CosmosRequest => ({
  method: 'GET',
  path: `/dbs/db/colls/c/docs/${id}`,
  headers: {},
  body: '',
});

test('the same seed makes the same weather', () => {
  const observe = (seed: number) => {
    const { strike, pageLimit } = roughWeather(seed);
    return Array.from({ length: 200 }, (_, n) => [strike(read(String(n))), pageLimit()]);
  };
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      expect(observe(seed)).toEqual(observe(seed));
    }),
    { numRuns: 20 },
  );
  expect(observe(1)).not.toEqual(observe(2));
});

test('a request is never refused twice in a row, so a client that retries gets through', () => {
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      const { strike } = roughWeather(seed);
      const refused = Array.from({ length: 300 }, () => strike(read('a')) !== undefined);
      expect(refused.some((each, n) => each && refused[n + 1])).toBe(false);
      expect(refused).toContain(true);
    }),
    { numRuns: 20 },
  );
});

test('reads meet lagging replicas, writes meet collisions, definitions meet nothing', () => {
  const { strike } = roughWeather(3);
  const statuses = (request: (n: number) => CosmosRequest) =>
    new Set(
      Array.from({ length: 500 }, (_, n) => strike(request(n))).map(
        (effect) => effect?.kind === 'refuse' && effect.status,
      ),
    );
  const write = (n: number): CosmosRequest => ({ ...read(String(n)), method: 'PUT' });
  const define = (n: number): CosmosRequest => ({ ...read(''), path: `/dbs/db/colls/c${n}` });
  expect(statuses((n) => read(String(n)))).toEqual(new Set([false, 404, 429, 503]));
  expect(statuses(write)).toEqual(new Set([false, 429, 449, 503]));
  expect(statuses(define)).toEqual(new Set([false]));
});
