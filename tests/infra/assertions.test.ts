import { describe, expect, it } from 'vitest';
import { assertions } from '../../infra/azure/checks/assertions.ts';
import { committed } from '../../infra/azure/checks/snapshot.ts';
import { OUTPUTS } from '../../infra/azure/compiler/compile.ts';
import { faults } from './faults/faults.ts';

describe.each([
  ['for everybody', committed(OUTPUTS.snapshot)],
  ['with private networking', committed(OUTPUTS.privateSnapshot)],
])('the deployment %s', (_, deployment) => {
  it.each(assertions.map((assertion) => [assertion.name, assertion] as const))('%s', (__, assertion) => {
    expect(assertion.problems(deployment)).toEqual([]);
  });
});

describe('a mistake is caught', () => {
  it.each(faults.map((fault) => [fault.name, fault] as const))('when %s', (_, { caughtBy, plant }) => {
    const broken = structuredClone(committed(OUTPUTS.snapshot));
    plant(broken);
    const caught = assertions.filter((assertion) => assertion.problems(broken).length > 0).map(({ name }) => name);
    expect(caught).toContain(caughtBy);
  });

  it('by each of the assertions', () => {
    expect(new Set(faults.map(({ caughtBy }) => caughtBy))).toEqual(new Set(assertions.map(({ name }) => name)));
  });
});
