import { InvocationContext } from '@azure/functions';
import { describe, expect, it } from 'vitest';
import { on } from '../bus/handlers.ts';
import { tenantEnrolled } from '../contracts/events/tenant-events.ts';
import { SERVICES } from '../contracts/events/topology.ts';
import { loanService } from '../example/loans.ts';
import { commonRoutes } from './common/common-routes.ts';
import { lazyRuntime } from './runtime.ts';
import { functionsOf, routesOf, type ServiceDefinition } from './service.ts';
import { serve } from './testing/serve.ts';
import { timer } from './timers.ts';

const never = () => Promise.reject(new Error('Nothing is opened before the first invocation.'));

describe('a service', () => {
  const nightly = timer({ name: 'nightly', schedule: '0 0 3 * * *', run: async () => undefined });
  const functions = functionsOf({ ...loanService, timers: [nightly] }, never);
  const named = (name: string) => functions.find((declaration) => declaration.name === name);

  it('has names that the host accepts, each once', () => {
    const names = functions.map(({ name }) => name.toLowerCase());
    for (const name of names) expect(name).toMatch(/^[a-z][a-z0-9_-]{0,127}$/);
    expect(new Set(names).size).toBe(names.length);
  });

  it('takes its inbox queue in batches', () => {
    expect(named('inbox')).toMatchObject({
      trigger: 'queue',
      options: { connection: 'ServiceBus', queueName: 'ticket-router', cardinality: 'many' },
    });
  });

  it('reads its change feed from the beginning, and repeats a page until it is done', () => {
    expect(named('feed')).toMatchObject({
      trigger: 'feed',
      options: {
        connection: 'Cosmos',
        databaseName: '%COSMOS_DATABASE%',
        containerName: 'ticket-router',
        leaseContainerName: 'ticket-router-leases',
        startFromBeginning: true,
        feedPollDelay: 500,
        retry: { strategy: 'exponentialBackoff', maxRetryCount: -1 },
      },
    });
  });

  it('has its own timers, and the one that empties the dead-letter queue of the bus', () => {
    expect(named('timer-nightly')).toMatchObject({ options: { schedule: '0 0 3 * * *' } });
    expect(named('timer-drain-dead-letters')).toMatchObject({ trigger: 'timer' });
  });

  it('declares each route with its method and without a key of the host', () => {
    expect(named('http-0001010-lendDevice')).toMatchObject({
      trigger: 'http',
      options: {
        methods: ['POST'],
        route: 'api/v1/tenants/{tenantId}/devices/{deviceId}/loan',
        authLevel: 'anonymous',
      },
    });
  });

  it('fails to load with two handlers for one type, or two routes for one path', () => {
    const twice = on(tenantEnrolled, { handle: async () => undefined });
    expect(() => functionsOf({ ...loanService, handlers: [twice, twice] }, never)).toThrow(TypeError);
    const routes = [...loanService.routes, ...loanService.routes];
    expect(() => functionsOf({ ...loanService, routes }, never)).toThrow(TypeError);
  });
});

describe.each(SERVICES)('%s without settings', (name) => {
  const service: ServiceDefinition = { ...loanService, name };

  it('answers its status with 503 and the full list, and refuses everything else alike', async () => {
    const answer = serve(routesOf(service), lazyRuntime(service, {}).source);
    for (const path of [`/api/v1/${name}/status`, `/api/v1/${name}/openapi.json`, `/api/v1/${name}/tenants/t/status`]) {
      const response = await answer({ method: 'GET', path });
      expect(response.status).toBe(503);
      const { code, settings } = response.json();
      expect(code).toBe('settings-missing');
      expect((settings as { name: string }[]).map((setting) => setting.name)).toEqual([
        'ServiceBus',
        'Cosmos',
        'COSMOS_DATABASE',
        'IDENTITY_ISSUERS',
      ]);
    }
  });

  it('takes no message and no page of the feed', async () => {
    const host = new InvocationContext({ functionName: 'inbox', logHandler: () => undefined });
    for (const declaration of functionsOf(service, lazyRuntime(service, {}).source)) {
      if (declaration.trigger === 'queue')
        await expect(declaration.options.handler([], host)).rejects.toThrow('Settings');
      if (declaration.trigger === 'feed')
        await expect(declaration.options.handler([], host)).rejects.toThrow('Settings');
    }
  });

  it('answers what every service answers', () => {
    expect(
      commonRoutes(service).map(
        ({ endpoint }) => `${endpoint.method} ${endpoint.path.replace(`/api/v1/${name}/`, '')}`,
      ),
    ).toEqual([
      'GET status',
      'GET openapi.json',
      'GET tenants/{tenantId}/status',
      'GET tenants/{tenantId}/changes',
      'GET tenants/{tenantId}/audit',
      'GET tenants/{tenantId}/audit/verify',
      'GET tenants/{tenantId}/devices/{deviceId}/timeline',
      'GET tenants/{tenantId}/operations',
      'GET tenants/{tenantId}/operations/{operationId}',
      'GET tenants/{tenantId}/dead-letters',
      'GET tenants/{tenantId}/dead-letters/{deadLetterId}',
      'POST tenants/{tenantId}/dead-letters/{deadLetterId}/replay',
      'POST tenants/{tenantId}/dead-letters/replay',
      'POST tenants/{tenantId}/dead-letters/{deadLetterId}/discard',
      'GET tenants/{tenantId}/approvals',
      'GET tenants/{tenantId}/approvals/{approvalId}',
      'POST tenants/{tenantId}/approvals/{approvalId}/approve',
      'POST tenants/{tenantId}/approvals/{approvalId}/reject',
    ]);
  });
});
