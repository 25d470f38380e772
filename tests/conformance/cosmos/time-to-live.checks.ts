import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import { checks, isMissing, refused } from './checks.ts';

export const timeToLiveChecks = checks('Time to live', {
  'an item is gone after its time to live, others stay': async ({ people }) => {
    await people.items.create({ id: 'short', pk: 'ttl', email: 'a', ttl: 1 });
    await people.items.create({ id: 'long', pk: 'ttl', email: 'b', ttl: 600 });
    await people.items.create({ id: 'endless', pk: 'ttl', email: 'c' });
    while (!(await isMissing(people.item('short', 'ttl').read()))) await setTimeout(200);
    const { resources } = await people.items
      .query<string>('SELECT VALUE c.id FROM c', { partitionKey: 'ttl' })
      .fetchAll();
    assert.deepEqual(resources, ['long', 'endless']);
  },
  'a time to live is -1 or a positive whole number': async ({ people }) => {
    for (const ttl of [0, -2, 1.5, 'soon'])
      await refused(400, people.items.create<object>({ id: 'x', pk: 'ttl-wrong', ttl }));
    await people.items.create({ id: 'x', pk: 'ttl-wrong', ttl: -1 });
  },
});
