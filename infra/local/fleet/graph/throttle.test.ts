import { describe, expect, it } from 'vitest';
import { testCloud } from '../test-cloud.ts';
import { GraphError } from './errors.ts';
import { createThrottle } from './throttle.ts';
import { type ThrottleClass, type ThrottleRules, throttleClasses } from './throttle-classes.ts';

const classes = Object.entries(throttleClasses) as [ThrottleClass, ThrottleRules][];

describe.each(classes)('the class %s', (name, { limits, retryAfter }) => {
  const call = { class: name, tenant: 't', app: 'a', isWrite: true, units: 1 };

  function admittedAt(now: number, throttle = createThrottle({ seed: 1 })): { count: number; refusal: GraphError } {
    for (let count = 0; ; count += 1)
      try {
        throttle.admit(call, now);
      } catch (error) {
        if (error instanceof GraphError) return { count, refusal: error };
        throw error;
      }
  }

  it('admits as many calls as its strictest limit says, and no more', () => {
    expect(admittedAt(0).count).toBe(Math.min(...limits.map(({ limit }) => limit)));
    expect(admittedAt(0).refusal).toMatchObject({ status: 429 });
  });

  it('admits calls again when the longest window is over', () => {
    const throttle = createThrottle({ seed: 1 });
    admittedAt(0, throttle);
    const over = Math.max(...limits.map(({ seconds }) => seconds)) * 1_000;
    expect(() => throttle.admit(call, over)).not.toThrow();
  });

  it('keeps tenants apart', () => {
    const throttle = createThrottle({ seed: 1 });
    admittedAt(0, throttle);
    expect(() => throttle.admit({ ...call, tenant: 'other' }, 0)).not.toThrow();
  });

  it(`says ${retryAfter} how long to wait`, () => {
    const throttle = createThrottle({ seed: 1 });
    const told = Array.from({ length: 200 }, () => admittedAt(0, throttle).refusal.headers['retry-after']);
    const share = told.filter((header) => header !== undefined).length / told.length;
    if (retryAfter === 'always') expect(share).toBe(1);
    if (retryAfter === 'never') expect(share).toBe(0);
    if (retryAfter === 'sometimes') expect(Math.abs(share - 0.6)).toBeLessThan(0.15);
    for (const header of told) if (header !== undefined) expect(Number(header)).toBeGreaterThan(0);
  });
});

it('counts the resource units of the directory, and tells them', async () => {
  const cloud = await testCloud();
  const units = async (path: string) => (await cloud.ask('GET', path)).headers.get('x-ms-resource-unit');
  expect(await units('/v1.0/users')).toBe('2');
  expect(await units('/v1.0/users?$select=id')).toBe('1');
  expect(await units('/v1.0/groups')).toBe('3');
  expect(await units('/v1.0/groups?$select=id&$top=5')).toBe('1');
});
