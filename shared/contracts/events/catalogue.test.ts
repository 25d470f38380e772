import { expect, test } from 'vitest';
import { z } from 'zod';
import { catalogue } from './catalogue.ts';
import { defineEvent } from './define-event.ts';
import { SERVICES } from './topology.ts';

test('every type is told by one service, once', () => {
  const types = catalogue.map(({ type }) => type);
  expect(new Set(types).size).toBe(types.length);
  for (const { publisher } of catalogue) expect(SERVICES).toContain(publisher);
});

test.each(['omd.Device.named.v1', 'omd.named.v1', 'omd.device.named.v0'] as const)('"%s" is no event type', (type) => {
  expect(() => defineEvent({ type, publisher: 'device-registration', description: '', data: z.object({}) })).toThrow(
    TypeError,
  );
});
