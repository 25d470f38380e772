import { BatchRequestContent, BatchResponseContent, Client, PageIterator } from '@microsoft/microsoft-graph-client';
import { expect, it } from 'vitest';
import { testCloud } from './test-cloud.ts';

it('lets the official client walk a list page by page and send a batch', async () => {
  const cloud = await testCloud({ devices: 25 });
  const bearer = await cloud.token();
  const client = Client.init({
    baseUrl: `${cloud.server.graphUrl}/`,
    authProvider: (done) => done(null, bearer),
    fetchOptions: { headers: { authorization: `Bearer ${bearer}` } },
  });

  const first = await client.api('/deviceManagement/managedDevices').select('id,deviceName').top(10).get();
  const ids = new Set<string>();
  await new PageIterator(client, first, ({ id }: { id: string }) => {
    ids.add(id);
    return true;
  }).iterate();
  expect(ids.size).toBe(25);

  const batch = new BatchRequestContent(
    [...ids].slice(0, 3).map((id) => ({
      id,
      request: new Request(`${cloud.server.graphUrl}/deviceManagement/managedDevices/${id}`, { method: 'GET' }),
    })),
  );
  const answers = new BatchResponseContent(await client.api('/$batch').post(await batch.getContent()));
  for (const id of [...ids].slice(0, 3)) expect(await answers.getResponseById(id).json()).toMatchObject({ id });
});
