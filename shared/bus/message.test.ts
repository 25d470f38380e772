import { expect, test } from 'vitest';
import type { CloudEvent } from '../contracts/events/cloud-event.ts';
import { attemptOf, copyMessageOf, messageOf } from './message.ts';

const event: CloudEvent = {
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

test('an event is published under its own id, so that a second publication is the same message', () => {
  expect(messageOf(event)).toEqual({
    body: event,
    messageId: 'e1',
    contentType: 'application/cloudevents+json',
    subject: 'device:d1',
    correlationId: 'c1',
    applicationProperties: { type: 'omd.device.named.v1', tenantId: 'contoso' },
  });
});

test('a copy carries the same event under another id, how often it failed, and when it is due', () => {
  const at = Date.parse('2026-03-02T09:00:00Z');
  expect(copyMessageOf({ event, messageId: 'e1:r2', attempt: 2, at })).toMatchObject({
    body: event,
    messageId: 'e1:r2',
    applicationProperties: { attempt: 2 },
    scheduledEnqueueTimeUtc: new Date(at),
  });
});

test.each([
  [{ attempt: 3 }, 3],
  [{ attempt: '3' }, 0],
  [{ attempt: -1 }, 0],
  [{ attempt: 1.5 }, 0],
  [{}, 0],
  [undefined, 0],
  ['x', 0],
])('of the properties %j the attempt is %i', (properties, attempt) => {
  expect(attemptOf(properties)).toBe(attempt);
});
