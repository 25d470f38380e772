import { expect, it } from 'vitest';
import { resumeRemovals } from './remove-device.event.ts';

const removals = { d1: 'planned', d2: 'dispatching', d3: 'unknown' };

/** Devices whose removal is taken up again at an hour of the day. */
async function resumedAt(time: string): Promise<string[]> {
  const resumed: string[] = [];
  const context = {
    tenantId: 'contoso',
    correlationId: 'c1',
    state: {
      rows: async (_: string, __: unknown, { filter }: { filter: { removal: string[] } }) =>
        Object.entries(removals).flatMap(([id, kind]) => (filter.removal.includes(kind) ? [{ id }] : [])),
    },
    bus: { enqueue: async (_: unknown, { deviceId }: { deviceId: string }) => void resumed.push(deviceId) },
  } as never;
  await resumeRemovals(context, Date.parse(time));
  return resumed;
}

it('a removal that has not gone out is taken up every hour, one that waits for its end once a day', async () => {
  expect(await resumedAt('2026-07-20T09:07:00Z')).toEqual(['d1']);
  expect(await resumedAt('2026-07-20T02:07:00Z')).toEqual(['d1', 'd2']);
});
