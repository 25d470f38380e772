import { expect, it } from 'vitest';
import { sentenceOf } from './sentence.ts';

const since = '2026-07-06T08:00:00.000Z';

it('a device says in a sentence what it is and since when', () => {
  expect(sentenceOf({ state: { kind: 'inactive', since } })).toBe(
    'Inactive since 2026-07-06 08:00 UTC: it is enrolled in Intune and has not checked in for seven days.',
  );
  expect(
    sentenceOf({ state: { kind: 'registration-failed', at: since, code: 'device-claimed', message: 'Claimed.' } }),
  ).toBe('Registration failed on 2026-07-06 08:00 UTC: Claimed.');
});

it('and in a second one that it is on its way out', () => {
  const removal = { kind: 'planned', operationId: 'o1', reason: 'sold', at: since } as const;
  expect(sentenceOf({ state: { kind: 'active', since }, removal })).toMatch(
    /^Active since .* Its removal was asked for .* \(sold\)\.$/,
  );
});
