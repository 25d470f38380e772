import { describe, expect, test } from 'vitest';
import { driversOf } from '../model/drivers.ts';
import { bitLockerStates } from '../model/population.ts';
import { alertTemplates } from './alert-templates.ts';
import { graphEnum } from './graph-enums.ts';

describe('a value that the model hands to Graph is one that Graph has', () => {
  test('for why BitLocker is off', () => {
    expect(graphEnum('advancedBitLockerState').beta).toEqual(expect.arrayContaining([...bitLockerStates]));
  });

  test('for the severity of alerts', () => {
    const severities = alertTemplates.map(({ severity }) => severity);
    expect(graphEnum('security.alertSeverity').v1).toEqual(expect.arrayContaining(severities));
  });

  test('for the state of actions', () => {
    const states = ['pending', 'active', 'done', 'failed', 'canceled'];
    expect(graphEnum('actionState').v1).toEqual(expect.arrayContaining(states));
  });

  test('for the category of drivers', () => {
    const drivers = Array.from({ length: 20 }, (_, model) => driversOf(1, model, 2026, 6)).flat();
    expect(drivers.length).toBeGreaterThan(10);
    for (const { category } of drivers) expect(graphEnum('driverCategory').beta).toContain(category);
  });
});

test('Graph has no enumeration of an invented name', () => {
  expect(() => graphEnum('mood')).toThrow('Graph has no enumeration mood.');
});
