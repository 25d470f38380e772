import { expect, test } from 'vitest';
import { drivenClock } from '../clock/clock.ts';
import { guid, randomId, repeatableIds } from './identifiers.ts';

test('a driven run that is repeated has the same ids, and never one twice', () => {
  const run = () => {
    const newId = repeatableIds('device-registration', drivenClock(0));
    return Array.from({ length: 100 }, () => newId(16));
  };
  expect(run()).toEqual(run());
  expect(new Set(run()).size).toBe(100);
});

test('two apps of one run have different ids', () => {
  const clock = drivenClock(0);
  expect(repeatableIds('a', clock)(16)).not.toBe(repeatableIds('b', clock)(16));
});

test('a GUID has its five groups', () => {
  expect(guid(randomId)).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
});
