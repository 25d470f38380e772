import { describe, expect, it } from 'vitest';
import { CommandError, only, wholeNumber } from './command.ts';
import { table } from './terminal.ts';

describe('a table', () => {
  it('has columns as wide as their widest cell, numbers to the right', () => {
    expect(
      table([
        ['', 'kills'],
        ['service-bus', '3'],
        ['cosmos', '1,000', 'and more'],
      ]),
    ).toBe(['               kills', '  service-bus      3', '  cosmos       1,000  and more'].join('\n'));
  });

  it('may be empty', () => {
    expect(table([])).toBe('');
  });
});

describe('an option', () => {
  it('is a whole number within its bounds', () => {
    expect(wholeNumber('kills', '30', 30)).toBe(30);
    for (const text of ['31', '-1', '1.5', '', '1e1', 'NaN'])
      expect(() => wholeNumber('kills', text, 30)).toThrow(CommandError);
  });

  it('picks one by name, or all of them', () => {
    const all = [{ name: 'cosmos' }, { name: 'service-bus' }];
    expect(only(undefined, all)).toEqual(all);
    expect(only('cosmos', all)).toEqual([{ name: 'cosmos' }]);
    expect(() => only('mongo', all)).toThrow('--only takes one of cosmos, service-bus, not "mongo".');
  });
});
