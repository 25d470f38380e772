import { expect, test } from 'vitest';
import { eachRate } from './rate.ts';
import { rateReference } from './rate-reference.ts';
import { rateBook, rates } from './rates.ts';

test('the page of rates is the one that the rates make', async () => {
  await expect(rateReference()).toMatchFileSnapshot('./README.md');
});

test('every rate is a number that can be, with a meaning', () => {
  for (const { name, value, meaning } of eachRate(rateBook)) {
    expect(Number.isFinite(value) && value >= 0, name).toBe(true);
    expect(meaning, name).not.toBe('');
  }
});

test.each([
  ['presence classes', rates.presence.classes],
  ['zones', rates.presence.zones],
  ['Windows versions', rates.mix.versions],
  ['patch levels', rates.mix.patchLevel],
  ['editions', rates.mix.editions],
  ['ways to join', rates.mix.joins],
  ['reasons for BitLocker to be off', rates.mix.bitLockerOff],
  ['rings', rates.mix.rings],
  ['profiles', rates.mix.profiles],
  ['licences', rates.mix.licences],
  ['apps', rates.health.apps],
  ['sign-in errors', rates.security.signInErrors],
])('the shares of all %s come to one', (_, shares) => {
  expect(Object.values(shares).reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 6);
});
