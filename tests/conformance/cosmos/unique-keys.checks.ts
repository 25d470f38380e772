import assert from 'node:assert/strict';
import { checks, refused } from './checks.ts';

export const uniqueKeyChecks = checks('Unique keys', {
  'a second item of the same unique key in a partition is a conflict': async ({ people }) => {
    await people.items.create({ id: '1', pk: 'unique', email: 'a' });
    await refused(409, people.items.create({ id: '2', pk: 'unique', email: 'a' }));
  },
  'a unique key counts within its partition alone': async ({ people }) => {
    await people.items.create({ id: '1', pk: 'unique-here', email: 'a' });
    await people.items.create({ id: '1', pk: 'unique-there', email: 'a' });
  },
  'neither upsert, replace nor patch may take a unique key': async ({ people }) => {
    await people.items.create({ id: '1', pk: 'unique-taken', email: 'a' });
    await people.items.create({ id: '2', pk: 'unique-taken', email: 'b' });
    await refused(409, people.items.upsert({ id: '3', pk: 'unique-taken', email: 'a' }));
    await refused(409, people.item('2', 'unique-taken').replace({ id: '2', pk: 'unique-taken', email: 'a' }));
    assert.equal((await people.item('2', 'unique-taken').read()).resource?.email, 'b');
  },
  'a unique key is free again after its item is deleted or replaced': async ({ people }) => {
    await people.items.create({ id: '1', pk: 'unique-freed', email: 'a' });
    await people.item('1', 'unique-freed').replace({ id: '1', pk: 'unique-freed', email: 'b' });
    await people.items.create({ id: '2', pk: 'unique-freed', email: 'a' });
    await people.item('2', 'unique-freed').delete();
    await people.items.create({ id: '3', pk: 'unique-freed', email: 'a' });
  },
  'an item keeps its own unique key': async ({ people }) => {
    await people.items.create({ id: '1', pk: 'unique-own', email: 'a' });
    await people.items.upsert({ id: '1', pk: 'unique-own', email: 'a', n: 1 });
  },
});
