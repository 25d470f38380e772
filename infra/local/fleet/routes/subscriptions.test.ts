import { expect, it } from 'vitest';
import { HOUR, MINUTE } from '../model/time.ts';
import { testCloud } from '../test-cloud.ts';

/** A receiver that says every token back and keeps what it is told. */
function receiver() {
  const told: { clientState: string; resource: string; lifecycleEvent?: string }[] = [];
  let isDown = false;
  return {
    told,
    goDown: (down: boolean) => {
      isDown = down;
    },
    async deliver(request: Request): Promise<Response> {
      if (isDown) return new Response(null, { status: 503 });
      const token = new URL(request.url).searchParams.get('validationToken');
      if (token !== null) return new Response(token, { headers: { 'content-type': 'text/plain' } });
      const { value } = (await request.json()) as { value: typeof told };
      told.push(...value);
      return new Response(null, { status: 202 });
    },
  };
}

const wish = (now: number, more = {}) => ({
  changeType: 'updated',
  resource: 'users',
  notificationUrl: 'https://receiver.example/notifications',
  lifecycleNotificationUrl: 'https://receiver.example/lifecycle',
  clientState: 'secret',
  expirationDateTime: new Date(now + 2 * HOUR).toISOString(),
  ...more,
});

async function subscribed() {
  const at = receiver();
  const cloud = await testCloud({ deliver: at.deliver });
  const made = await cloud.ask('POST', '/v1.0/subscriptions', wish(cloud.clock.now()));
  const disable = async () => {
    const [{ id }] = (await cloud.ask('GET', '/v1.0/users?$top=1&$select=id')).body.value;
    await cloud.ask('PATCH', `/v1.0/users/${id}`, { accountEnabled: false });
    return `Users/${id}`;
  };
  const pass = (milliseconds: number) => {
    cloud.clock.jumpTo(cloud.clock.now() + milliseconds);
    return cloud.server.notifications.round(cloud.clock.now());
  };
  return { at, cloud, made, disable, pass };
}

it('tells a receiver that proved itself of changes, with its secret', async () => {
  const { at, made, disable, pass } = await subscribed();
  expect(made).toMatchObject({ status: 201, body: { resource: 'users', clientState: null } });
  const resource = await disable();
  await pass(5 * MINUTE);
  expect(at.told).toMatchObject([
    { clientState: 'secret', resource, subscriptionId: made.body.id, changeType: 'updated' },
  ]);
});

it('refuses receivers that do not say the token back, and what nobody can subscribe to', async () => {
  const cloud = await testCloud({ deliver: async () => new Response('something else') });
  const now = cloud.clock.now();
  const status = async (more: object) => (await cloud.ask('POST', '/v1.0/subscriptions', wish(now, more))).status;
  expect(await status({})).toBe(400);
  expect(await status({ resource: '/security/alerts_v2' })).toBe(400);
  expect(await status({ notificationUrl: 'http://elsewhere.example/' })).toBe(400);
  expect(await status({ expirationDateTime: new Date(now + 30 * 24 * HOUR).toISOString() })).toBe(400);
});

it('refuses the same subscription twice, and lets one end unless it is renewed', async () => {
  const { at, cloud, made, disable, pass } = await subscribed();
  expect((await cloud.ask('POST', '/v1.0/subscriptions', wish(cloud.clock.now()))).status).toBe(409);
  await pass(3 * HOUR);
  await disable();
  await pass(5 * MINUTE);
  expect(at.told).toEqual([]);
  expect((await cloud.ask('GET', `/v1.0/subscriptions/${made.body.id}`)).status).toBe(404);
});

it('tries again when a receiver is down, and gives up after four hours', async () => {
  const { at, cloud, made, disable, pass } = await subscribed();
  const far = new Date(cloud.clock.now() + 48 * HOUR).toISOString();
  await cloud.ask('PATCH', `/v1.0/subscriptions/${made.body.id}`, { expirationDateTime: far });
  at.goDown(true);
  await disable();
  await pass(5 * MINUTE);
  at.goDown(false);
  await pass(5 * MINUTE);
  expect(at.told).toHaveLength(1);

  at.goDown(true);
  await disable();
  for (let n = 0; n < 60; n += 1) await pass(5 * MINUTE);
  at.goDown(false);
  expect(await pass(10 * HOUR)).toEqual({ moved: 0, next: undefined });
  expect(at.told).toHaveLength(1);
});

it('loses, doubles and delays notifications on demand', async () => {
  const { at, cloud, disable, pass } = await subscribed();
  cloud.server.notifications.disturb({ delaySeconds: 0, duplicated: 0, lost: 1 });
  await disable();
  await pass(10 * MINUTE);
  expect(at.told).toEqual([]);
  cloud.server.notifications.disturb({ delaySeconds: 1_800, duplicated: 1, lost: 0 });
  await disable();
  await pass(10 * MINUTE);
  expect(at.told).toEqual([]);
  await pass(80 * MINUTE);
  expect(at.told).toHaveLength(2);
});

it('tells of the life of a subscription at its other address', async () => {
  const { at, cloud, pass } = await subscribed();
  cloud.server.notifications.tellLifecycle(cloud.tenant, 'reauthorizationRequired', cloud.clock.now());
  await pass(5 * MINUTE);
  expect(at.told).toMatchObject([{ lifecycleEvent: 'reauthorizationRequired', clientState: 'secret' }]);
});
