import { expect, it } from 'vitest';
import { aggregateOf } from '../state/documents.ts';
import { problemOf } from './problems.ts';
import { ringEndpoints } from './testing/rings.ts';

it('an id that nothing can have is a fault of the request', () => {
  expect(refusalOf(() => aggregateOf('ring', 'r'.repeat(201)))).toMatchObject({ status: 400 });
});

function refusalOf(call: () => unknown) {
  try {
    call();
  } catch (error) {
    return problemOf(error, ringEndpoints.addRing, 'request-1');
  }
  throw new Error('Nothing was refused.');
}
