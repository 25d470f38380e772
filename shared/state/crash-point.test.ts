import { afterEach, expect, test } from 'vitest';
import { crashPoint } from './crash-point.ts';

const slot = Symbol.for('omd.crashPoint');
const holder = globalThis as { [slot]?: (name: string) => void };

afterEach(() => {
  delete holder[slot];
});

test('without a hook nothing happens; with one, it hears where the process is', () => {
  expect(crashPoint('before-commit')).toBeUndefined();
  const heard: string[] = [];
  holder[slot] = (name) => void heard.push(name);
  void crashPoint('before-commit');
  expect(heard).toEqual(['before-commit']);
});
