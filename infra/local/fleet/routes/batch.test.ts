import { expect, it } from 'vitest';
import { testCloud } from '../test-cloud.ts';

const json = { 'Content-Type': 'application/json' };

it('judges each request of a batch alone, and answers in no order', async () => {
  const cloud = await testCloud();
  const requests = [
    ...Array.from({ length: 17 }, (_, n) => ({ id: String(n), method: 'GET', url: `/users?$top=1&$skip=${n}` })),
    { id: 'lost', method: 'GET', url: '/users/nobody@contoso.example' },
    { id: 'after', method: 'GET', url: '/users?$top=1', dependsOn: ['lost'] },
    { id: 'made', method: 'POST', url: '/groups', headers: json, body: { displayName: 'x' } },
  ];
  const { status, body } = await cloud.ask('POST', '/v1.0/$batch', { requests });
  expect(status).toBe(200);
  const statusOf = new Map(body.responses.map((each: { id: string; status: number }) => [each.id, each.status]));
  expect(statusOf.get('lost')).toBe(404);
  expect(statusOf.get('after')).toBe(424);
  expect(statusOf.get('made')).toBe(400);
  expect(statusOf.size).toBe(20);
  expect(body.responses.map(({ id }: { id: string }) => id)).not.toEqual(requests.map(({ id }) => id));
});

it('answers 200 with 429 inside when a limit is reached in the middle of a batch', async () => {
  const cloud = await testCloud({ throttleScale: 0.002 });
  const requests = Array.from({ length: 10 }, (_, n) => ({ id: String(n), method: 'GET', url: '/groups' }));
  const { status, body } = await cloud.ask('POST', '/v1.0/$batch', { requests });
  expect(status).toBe(200);
  const refused = body.responses.filter((each: { status: number }) => each.status === 429);
  expect(refused.length).toBeGreaterThan(0);
  expect(refused.length).toBeLessThan(10);
  for (const { headers } of refused) expect(Number(headers['Retry-After'])).toBeGreaterThan(0);
});

it('refuses batches that are too long, nest, use an id twice or hide the type of a body', async () => {
  const cloud = await testCloud();
  const status = async (requests: object[]) => (await cloud.ask('POST', '/v1.0/$batch', { requests })).status;
  const one = { id: '1', method: 'GET', url: '/users' };
  expect(await status(Array.from({ length: 21 }, (_, n) => ({ ...one, id: String(n) })))).toBe(400);
  expect(await status([one, one])).toBe(400);
  expect(await status([{ ...one, dependsOn: ['2'] }])).toBe(400);
  expect(await status([{ ...one, method: 'POST', body: {} }])).toBe(400);
  const nested = await cloud.ask('POST', '/v1.0/$batch', { requests: [{ ...one, url: '/$batch' }] });
  expect(nested.body.responses[0].status).toBe(400);
});
