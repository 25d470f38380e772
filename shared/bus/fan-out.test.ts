import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { type Ground, openGround } from '../../tests/pipeline/ground.ts';
import { defineFanOut } from './fan-out.ts';
import type { ConsumerContext } from './handlers.ts';

const DEVICES = Array.from({ length: 250 }, (_, n) => `d${String(n).padStart(4, '0')}`);
const PAGE = 40;

let ground: Ground;

beforeEach(async () => {
  ground = await openGround(['update-orchestrator']);
});
afterEach(() => ground.close());

/** Counts how often each device is handled; `fails` decides which call throws. */
function countingJob(fails: (id: string, calls: number) => boolean = () => false) {
  const calls = new Map<string, number>();
  const job = defineFanOut<{ ring: string }, ConsumerContext>({
    type: 'omd.work.place-devices.v1',
    data: z.object({ ring: z.string() }),
    ids: async (_context, _tenantId, _data, after) =>
      DEVICES.filter((id) => after === undefined || id > after).slice(0, PAGE),
    async each(_context, _tenantId, id) {
      const count = (calls.get(id) ?? 0) + 1;
      calls.set(id, count);
      if (fails(id, count)) throw new Error('429');
    },
  });
  return { job, calls };
}

const start = { tenantId: 'contoso', id: 'release-1' };

test('every aggregate is handled once, by at most four messages in flight', async () => {
  const { job, calls } = countingJob();
  const service = ground.openService('update-orchestrator', { handlers: [job.handler] });
  await job.start(service.bus, { ring: 'test' }, start);
  const flights: number[] = [];
  while (ground.broker.count('update-orchestrator').active > 0) {
    flights.push(ground.broker.count('update-orchestrator').active);
    await service.consumeOne();
  }
  expect([...calls.keys()].sort()).toEqual(DEVICES);
  expect(new Set(calls.values())).toEqual(new Set([1]));
  expect(Math.max(...flights)).toBe(4);
});

test('the same job started twice is done once', async () => {
  const { job, calls } = countingJob();
  const service = ground.openService('update-orchestrator', { handlers: [job.handler] });
  await job.start(service.bus, { ring: 'test' }, start);
  await job.start(service.bus, { ring: 'test' }, start);
  await service.consume();
  expect(new Set(calls.values())).toEqual(new Set([1]));
});

test('a page that fails comes again, and the others are not held up', async () => {
  const { job, calls } = countingJob((id, count) => id === 'd0100' && count === 1);
  const service = ground.openService('update-orchestrator', { handlers: [job.handler] });
  await job.start(service.bus, { ring: 'test' }, start);
  await service.consume();
  expect(calls.size).toBeLessThan(DEVICES.length);
  ground.clock.jumpTo(ground.clock.now() + 60_000);
  await service.consume();
  expect(calls.size).toBe(DEVICES.length);
});
