import { expect, test } from 'vitest';
import { isRefusal, Refusal } from './refusal.ts';

test('a refusal is final unless it says otherwise', () => {
  expect(new Refusal('no', 'No.')).toMatchObject({ code: 'no', retryable: false, detail: undefined });
  expect(new Refusal('later', 'Later.', { retryable: true, detail: { seconds: 5 } })).toMatchObject({
    retryable: true,
    detail: { seconds: 5 },
  });
});

test('a refusal of another bundle is one too; other errors are not', () => {
  const ofAnotherBundle = Object.assign(new Error('No.'), { name: 'Refusal', code: 'no', retryable: false });
  expect(isRefusal(ofAnotherBundle)).toBe(true);
  for (const other of [
    new Error('No.'),
    Object.assign(new Error(), { code: 'ECONNRESET' }),
    { name: 'Refusal', code: 'no', retryable: false },
  ])
    expect(isRefusal(other)).toBe(false);
});
