import { expect, test } from 'vitest';
import { z } from 'zod';
import { defineAggregate } from './aggregate.ts';

const schema = z.object({ name: z.string() });

test('an aggregate whose upgrades leave out a step is not accepted', () => {
  expect(() => defineAggregate({ kind: 'device', schemaVersion: 3, schema, upgrades: { 1: (data) => data } })).toThrow(
    'nothing upgrades schema version 2',
  );
});

test.each(['Device', 'de:vice', '', '1st'])('"%s" is no kind of aggregate', (kind) => {
  expect(() => defineAggregate({ kind, schemaVersion: 1, schema })).toThrow(TypeError);
});
