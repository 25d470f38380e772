import { expect, onTestFinished, test } from 'vitest';
import * as z from 'zod';
import { on } from '../../shared/bus/handlers.ts';
import { defineWork } from '../../shared/bus/work.ts';
import { TryAgainAt } from '../../shared/graph/errors.ts';
import { openGround } from '../pipeline/ground.ts';

test('a message that has to wait for Microsoft comes back at that moment, however often, and is never given up', async () => {
  const ground = await openGround(['health-monitor']);
  onTestFinished(() => ground.close());
  const poll = defineWork({ type: 'omd.work.poll.v1', data: z.object({}) });
  const asked: number[] = [];
  const waits = 40;
  const handler = on(poll, {
    handle: async () => {
      asked.push(ground.clock.now());
      if (asked.length <= waits) throw new TryAgainAt(ground.clock.now() + 300_000, 'tenant-blocked');
    },
  });
  const service = ground.openService('health-monitor', { handlers: [handler] });
  const begun = ground.clock.now();
  await service.bus.enqueue(poll, {}, { tenantId: 'contoso', id: 'slot-1' });
  for (let n = 0; n <= waits; n++) {
    await service.consume();
    ground.clock.jumpTo(begun + (n + 1) * 300_000);
  }
  expect(asked).toEqual(Array.from({ length: waits + 1 }, (_, n) => begun + n * 300_000));
});
