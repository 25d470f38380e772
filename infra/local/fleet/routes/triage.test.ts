import { expect, it } from 'vitest';
import { DAY } from '../model/time.ts';
import { testCloud } from '../test-cloud.ts';

it.each([
  ['/v1.0/security/alerts_v2', 'inProgress'],
  ['/v1.0/security/incidents', 'resolved'],
])('%s keep what people make of them, and show when that was', async (path, status) => {
  const cloud = await testCloud({ devices: 2_000 });
  cloud.clock.jumpTo(cloud.clock.now() + 3 * DAY);
  const [{ id }] = (await cloud.ask('GET', `${path}?$top=1`)).body.value;
  const judgement = {
    status,
    classification: 'truePositive',
    determination: 'malware',
    assignedTo: 'ada@contoso.example',
  };
  expect((await cloud.ask('PATCH', `${path}/${id}`, judgement)).body).toMatchObject(judgement);

  const comment = { '@odata.type': 'microsoft.graph.security.alertComment', comment: 'isolated' };
  expect((await cloud.ask('POST', `${path}/${id}/comments`, comment)).body.value).toHaveLength(1);
  const { body } = await cloud.ask('GET', `${path}/${id}`);
  const lastUpdateDateTime = new Date(cloud.clock.now()).toISOString();
  expect(body).toMatchObject({ ...judgement, lastUpdateDateTime, comments: [{ comment: 'isolated' }] });

  expect((await cloud.ask('PATCH', `${path}/${id}`, { status: 'forgotten' })).status).toBe(400);
  expect((await cloud.ask('PATCH', `${path}/unknown`, judgement)).status).toBe(404);
});
