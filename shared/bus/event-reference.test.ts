import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { catalogue } from '../contracts/events/catalogue.ts';
import { SERVICES, TOPIC_OF } from '../contracts/events/topology.ts';
import { eventReference } from './event-reference.ts';

test('the reference names every type, and draws every topic', () => {
  const page = eventReference();
  for (const { type, description } of catalogue) {
    expect(page).toContain(type);
    expect(page).toContain(description);
  }
  for (const service of SERVICES) expect(page).toContain(`${service} --> ${TOPIC_OF[service]}`);
});

test('the page in the repository is the one that the definitions make', async () => {
  const page = await readFile(new URL('../contracts/events/README.md', import.meta.url), 'utf8');
  expect(page).toBe(eventReference());
});
