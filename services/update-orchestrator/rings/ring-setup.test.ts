import { expect, it } from 'vitest';
import { HOUR_MS } from '../../../shared/time/durations.ts';
import { NO_SETUP, withDrift } from './ring-setup.ts';

const NOON = Date.parse('2026-07-06T12:00:00Z');

it('what somebody had changed is shown for a day after it was put right last', () => {
  const found = [{ ring: 'Broad', setting: 'driversExcluded', found: 'true' }];
  const first = withDrift(NO_SETUP, found, NOON);
  expect(first).toEqual({ drift: found, driftAt: '2026-07-06T12:00:00.000Z' });
  expect(withDrift(first, [], NOON + 23 * HOUR_MS)).toEqual(first);
  expect(withDrift(first, [], NOON + 24 * HOUR_MS)).toEqual({ drift: [], driftAt: first.driftAt });
});
