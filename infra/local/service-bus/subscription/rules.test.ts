import { describe, expect, test } from 'vitest';
import type { FilterView } from '../sql-filter/evaluate.ts';
import type { Value } from '../sql-filter/syntax.ts';
import { compileRule, type RuleDescription } from './rules.ts';
import { createSubscription } from './subscription.ts';

const rule = (filter: RuleDescription['filter'], action?: string): RuleDescription => ({
  name: 'r',
  filter,
  action,
  createdAt: 0,
});
const view: FilterView = {
  system: { subject: 'blue', messageid: 'm' },
  application: new Map<string, Value>([
    ['Size', 'small'],
    ['n', 2],
  ]),
};

describe('A rule', () => {
  test('with a correlation filter compares each given property exactly', () => {
    const matches = (system: Record<string, string>, application: Record<string, string | number> = {}) =>
      compileRule(rule({ correlation: { system, application } })).matches(() => view);
    expect(matches({ subject: 'blue', messageId: 'm' }, { Size: 'small', n: 2 })).toBe(true);
    expect(matches({ subject: 'Blue' })).toBe(false);
    expect(matches({}, { size: 'small' })).toBe(false);
    expect(matches({}, { n: '2' })).toBe(false);
  });

  test('that lets everything through never looks at the message', () => {
    const looking = () => {
      throw new Error('It looked.');
    };
    expect(compileRule(rule({ sql: '1=1' })).matches(looking)).toBe(true);
  });

  test('acts in the order of its statements', () => {
    const { act } = compileRule(rule({ sql: '1=1' }, 'SET n = n + 1; SET m = n * 10; REMOVE Size'));
    expect(act?.(view)).toEqual({ n: 3, m: 30, Size: undefined });
  });
});

describe('The rules of a subscription', () => {
  const open = () => {
    const saved: (readonly RuleDescription[])[] = [];
    const subscription = createSubscription({
      path: 't/Subscriptions/s',
      rules: [rule({ sql: '1=1' })],
      now: () => 7,
      save: (rules) => void saved.push(rules),
    });
    return { subscription, saved };
  };

  test('are kept whenever they change', () => {
    const { subscription, saved } = open();
    subscription.addRule({ name: 'a', filter: { sql: 'n = 1' }, action: undefined });
    subscription.removeRule('R');
    expect(saved.at(-1)).toEqual([{ name: 'a', filter: { sql: 'n = 1' }, action: undefined, createdAt: 7 }]);
  });

  test('are listed by name, a page at a time', () => {
    const { subscription } = open();
    for (const name of ['z', 'a', 'm']) subscription.addRule({ name, filter: { sql: '1=1' }, action: undefined });
    expect(subscription.describe(1, 2).map(({ name }) => name)).toEqual(['m', 'r']);
  });

  test('have different names, and change only where there is something to change', () => {
    const { subscription, saved } = open();
    expect(() => subscription.addRule(rule({ sql: '1=1' }))).toThrow(
      expect.objectContaining({ condition: 'com.microsoft:entity-already-exists' }),
    );
    expect(() => subscription.removeRule('absent')).toThrow(expect.objectContaining({ condition: 'amqp:not-found' }));
    expect(() => subscription.addRule({ name: 'b', filter: { sql: 'broken =' }, action: undefined })).toThrow(
      expect.objectContaining({ condition: 'com.microsoft:argument-error' }),
    );
    expect(saved).toEqual([]);
  });
});
