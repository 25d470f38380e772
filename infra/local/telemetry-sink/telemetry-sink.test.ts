import { gzipSync } from 'node:zlib';
import { expect, it, onTestFinished } from 'vitest';
import { openTelemetrySink } from './telemetry-sink.ts';

async function sink() {
  const opened = await openTelemetrySink();
  onTestFinished(() => opened.close());
  const address = /IngestionEndpoint=([^;]+)/.exec(opened.connectionString)?.[1] ?? '';
  const post = (body: string | Uint8Array, headers = {}) =>
    fetch(`${address}v2.1/track`, { method: 'POST', body, headers });
  return { opened, address, post };
}

const item = { name: 'Request', tags: { 'ai.operation.id': 'a1' }, data: { baseType: 'RequestData', baseData: {} } };

it('keeps what is exported, zipped or not, as an array or by lines', async () => {
  const { opened, post } = await sink();
  const response = await post(gzipSync(JSON.stringify([item])), { 'content-encoding': 'gzip' });
  expect(await response.json()).toEqual({ itemsReceived: 1, itemsAccepted: 1, errors: [] });
  await post(`${JSON.stringify(item)}\n${JSON.stringify(item)}\n`);
  expect(opened.items).toEqual([item, item, item]);
});

it('tells a waiting test when what it waits for has come', async () => {
  const { opened, post } = await sink();
  const waiting = opened.until((items) => items.length === 2);
  await post(JSON.stringify([item]));
  await post(JSON.stringify([item]));
  expect(await waiting).toHaveLength(2);
});

it('answers nothing else, and survives what is no telemetry', async () => {
  const { address, post } = await sink();
  expect((await fetch(address)).status).toBe(404);
  expect((await post('{')).status).toBe(400);
  expect((await post('x', { 'content-encoding': 'gzip' })).status).toBe(400);
});
