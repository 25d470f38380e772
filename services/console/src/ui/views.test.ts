import { expect, it } from 'vitest';
import { keepViews, keptViews } from './views.ts';

function storageWith(text: string | null) {
  let kept = text;
  return {
    getItem: () => kept,
    setItem: (_: string, value: string) => {
      kept = value;
    },
  };
}

it('finds again what was kept', () => {
  const storage = storageWith(null);
  keepViews('devices', [{ name: 'Failed', wanted: { state: 'registration-failed', search: undefined } }], storage);
  expect(keptViews('devices', storage)).toEqual([{ name: 'Failed', wanted: { state: 'registration-failed' } }]);
});

it('keeps thirty, the latest', () => {
  const storage = storageWith(null);
  const views = Array.from({ length: 40 }, (_, n) => ({ name: `view ${n}`, wanted: {} }));
  keepViews('devices', views, storage);
  expect(keptViews('devices', storage).map(({ name }) => name)).toEqual(views.slice(10).map(({ name }) => name));
});

it.each(['nonsense', '{}', '[1, null, {"name": 1, "wanted": {}}, {"name": "x", "wanted": {"a": {}}}]'])(
  'takes %s for nothing',
  (text) => {
    expect(keptViews('devices', storageWith(text))).toEqual([]);
  },
);
