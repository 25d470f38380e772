import { expect, test } from 'vitest';
import { z } from 'zod';
import { cloudEvent } from '../contracts/events/cloud-event.ts';
import { defineWork, workEvent } from './work.ts';

const evaluate = defineWork({ type: 'omd.work.evaluate-ring.v1', data: z.object({ ring: z.string() }) });
const now = Date.parse('2026-03-02T08:00:00Z');
const eventOf = (tenantId: string, id: string) =>
  workEvent('update-orchestrator', evaluate, { ring: 'test' }, { tenantId, id }, now);

test('work travels in the envelope of all messages', () => {
  expect(cloudEvent.parse(eventOf('contoso', '2026-03-02T08:00'))).toMatchObject({
    source: '/update-orchestrator',
    type: 'omd.work.evaluate-ring.v1',
    tenantid: 'contoso',
    data: { ring: 'test' },
  });
});

test('the same work of the same tenant is the same message, whoever enqueues it', () => {
  expect(eventOf('contoso', 'slot 1').id).toBe(eventOf('contoso', 'slot 1').id);
  expect(eventOf('contoso', 'slot 1').id).not.toBe(eventOf('fabrikam', 'slot 1').id);
  expect(eventOf('contoso', 'slot 1').id).not.toBe(eventOf('contoso', 'slot 2').id);
});
