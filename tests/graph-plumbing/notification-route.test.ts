import { expect, onTestFinished, test } from 'vitest';
import type { Bus } from '../../shared/bus/bus.ts';
import { serve } from '../../shared/functions/testing/serve.ts';
import { openTestRuntime } from '../../shared/functions/testing/test-runtime.ts';
import { notificationRoutes } from '../../shared/graph/notifications/notification-routes.ts';
import { openDatabase } from '../pipeline/ground.ts';
import { caseData } from './cases.ts';

const PATH = '/api/v1/device-registration/notifications/graph';

async function openRoutes() {
  const ground = await openDatabase(['device-registration']);
  onTestFinished(() => ground.close());
  const routes = notificationRoutes('device-registration');
  const runtime = openTestRuntime({
    service: {
      name: 'device-registration',
      tenant: async () => undefined,
      routes,
      handlers: [],
      timers: [],
      lists: [],
      settings: [],
    },
    verifyToken: async () => Promise.reject(new Error('Graph sends no token.')),
    state: ground.openState('device-registration'),
    bus: {} as Bus,
    clock: ground.clock,
  });
  return serve(routes, async () => runtime);
}

test.each(['F071-validation', 'F072-validation-empty'])(
  '%s: the token comes back bare, as plain text, to a caller without identity',
  async (name) => {
    const { query } = caseData<{ query: string }>(name);
    const post = await openRoutes();
    const { status, text, headers } = await post({ method: 'POST', path: `${PATH}?${query}` });
    expect({ status, text }).toEqual({ status: 200, text: [...new URLSearchParams(query).values()][0] });
    expect(headers.get('content-type')).toMatch(/^text\/plain/);
  },
);

test('notifications are taken with 202, and what is none of them is refused', async () => {
  const post = await openRoutes();
  expect((await post({ method: 'POST', path: PATH, body: '{"value":[]}' })).status).toBe(202);
  expect((await post({ method: 'POST', path: PATH, body: 'oops' })).status).toBe(400);
});
