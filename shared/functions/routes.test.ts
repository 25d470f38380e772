import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { Access, Endpoint } from '../contracts/http/endpoint.ts';
import { ok } from './answers.ts';
import { routes } from './routes.ts';

function load(path: `/${string}`, access: unknown) {
  const endpoint: Endpoint = {
    method: 'GET',
    path,
    summary: '',
    access: access as Access,
    answers: { 200: z.string() },
  };
  return routes({ read: endpoint }, { read: async () => ok('') });
}

describe('a route', () => {
  it('loads when it says who may call it', () => {
    expect(load('/tenants/{tenantId}', { permission: 'read:service', scope: 'tenant' })).toHaveLength(1);
    expect(load('/status', { public: 'Nothing to protect.' })).toHaveLength(1);
  });

  it.each<[string, `/${string}`, unknown]>([
    ['no permission', '/status', { scope: 'service' }],
    ['no scope for a tenant in its path', '/tenants/{tenantId}', { permission: 'read:service' }],
    [
      'the scope of no tenant for a tenant in its path',
      '/tenants/{tenantId}',
      { permission: 'read:service', scope: 'service' },
    ],
    ['the scope of a tenant without one', '/status', { permission: 'read:service', scope: 'tenant' }],
    ['no scope at all', '/status', { permission: 'read:service' }],
    ['no reason to be public', '/status', { public: '' }],
    ['nothing', '/status', {}],
  ])('with %s fails to load', (_, path, access) => {
    expect(() => load(path, access)).toThrow(TypeError);
  });
});
