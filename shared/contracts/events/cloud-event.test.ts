import { expect, test } from 'vitest';
import { cloudEvent } from './cloud-event.ts';

const event = {
  specversion: '1.0',
  id: 'e1',
  source: '/device-registration',
  type: 'omd.device.named.v1',
  subject: 'device:d1',
  time: '2026-03-02T08:00:00.000Z',
  datacontenttype: 'application/json',
  tenantid: 'contoso',
  sequence: 1,
  correlationid: 'c1',
  data: { name: 'LAPTOP-1' },
};

test('attributes of a newer sender pass unread', () => {
  expect(cloudEvent.parse({ ...event, region: 'westeurope' })).toEqual(event);
});

test.each([
  ['a numeric id, which the host would read as a number', { id: '123' }],
  ['an id that leaves no room for the mark of a copy', { id: `e${'x'.repeat(64)}` }],
  ['a type without version', { type: 'omd.device.named' }],
  ['a type of somebody else', { type: 'com.device.named.v1' }],
  ['a type of any length', { type: `omd.${'x'.repeat(200)}.named.v1` }],
  ['a source that is no service', { source: 'https://example.com' }],
  ['a subject without kind', { subject: 'd1' }],
  ['a sequence that goes nowhere', { sequence: 0.5 }],
  ['no tenant', { tenantid: '' }],
  ['a tenant of any length', { tenantid: 'x'.repeat(257) }],
  ['a time that is none', { time: 'yesterday' }],
  ['a trace that is none', { traceparent: 'x' }],
])('%s makes it no event', (_, changes) => {
  expect(cloudEvent.safeParse({ ...event, ...changes }).success).toBe(false);
});
