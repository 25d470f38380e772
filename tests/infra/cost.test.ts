import { expect, it } from 'vitest';
import { monthlyCost } from '../../infra/azure/cost/cost.ts';

const least = { requestUnitsPerDeviceDay: 0, busOperationsPerDeviceDay: 0, executionsPerDeviceDay: 0 };

it('grows with the devices, and with each of the things that were measured', () => {
  const aims = { requestUnitsPerDeviceDay: 60, busOperationsPerDeviceDay: 6, executionsPerDeviceDay: 2 };
  expect(monthlyCost(1_000, least).total).toBe(0);
  expect(monthlyCost(2_000, aims).total).toBeCloseTo(2 * monthlyCost(1_000, aims).total);
  for (const key of Object.keys(aims))
    expect(monthlyCost(1_000, { ...aims, [key]: 0 }).total).toBeLessThan(monthlyCost(1_000, aims).total);
});

it('charges a million request units as the price list does', () => {
  const measured = { ...least, requestUnitsPerDeviceDay: 100 };
  expect(monthlyCost(1_000, measured).cosmos).toBeCloseTo(3 * 0.285);
});
