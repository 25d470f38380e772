import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Endpoint } from '../contracts/http/endpoint.ts';
import { demandDistinct, isParameter, routeFunctionName, segmentsOf } from './function-names.ts';

const route = (path: `/${string}`, operation: string = path, method: Endpoint['method'] = 'GET') => ({
  operation,
  endpoint: { method, path, summary: '', access: { public: 'test' }, answers: {} } satisfies Endpoint,
});

/** What the host does: the first in the order of names, no look at which fits better. */
function reached(routes: readonly ReturnType<typeof route>[], path: string) {
  const given = segmentsOf(path);
  const fits = (template: string) => {
    const wanted = segmentsOf(template);
    return (
      wanted.length === given.length && wanted.every((segment, at) => isParameter(segment) || segment === given[at])
    );
  };
  return [...routes]
    .sort((a, b) => (routeFunctionName(a) < routeFunctionName(b) ? -1 : 1))
    .find(({ endpoint }) => fits(endpoint.path));
}

describe('function names', () => {
  it('let a literal come before a parameter', () => {
    const routes = [route('/tenants/{tenantId}'), route('/tenants/summary')];
    expect(reached(routes, '/tenants/summary')?.operation).toBe('/tenants/summary');
    expect(reached(routes, '/tenants/contoso')?.operation).toBe('/tenants/{tenantId}');
  });

  it('leave no route unreachable, whatever routes a service has', () => {
    const segment = fc.constantFrom('a', 'b', '{p}');
    const path = fc.array(segment, { minLength: 1, maxLength: 4 }).map((parts): `/${string}` => `/${parts.join('/')}`);
    fc.assert(
      fc.property(fc.uniqueArray(path, { minLength: 1, maxLength: 20 }), (paths) => {
        const routes = paths.map((template) => route(template));
        for (const { endpoint } of routes) {
          // No literal is called like this, so only a parameter takes it.
          const sample = endpoint.path.replaceAll('{p}', 'zzz');
          expect(reached(routes, sample)?.endpoint.path).toBe(endpoint.path);
        }
      }),
    );
  });

  it('are names that the host accepts', () => {
    expect(routeFunctionName(route('/api/v1/tenants/{tenantId}/rings', 'listRings'))).toBe('http-00010-listRings');
  });
});

describe('two routes', () => {
  it('for the same paths fail to load, however their parameters are called', () => {
    expect(() => demandDistinct([route('/a/{x}', 'one'), route('/A/{y}', 'two')])).toThrow(
      'two and one are both GET /a/{}',
    );
  });

  it('of one name fail to load', () => {
    expect(() => demandDistinct([route('/a', 'one'), route('/b', 'One')])).toThrow('both one');
  });

  it('with different methods stand side by side', () => {
    expect(() => demandDistinct([route('/a', 'one'), route('/a', 'two', 'POST')])).not.toThrow();
  });
});
