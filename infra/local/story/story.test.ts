import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { type Actor, actor, type Scene } from './actor.ts';
import { openStory } from './story.ts';

const HOUR = 3_600_000;

/** Somebody who counts their looks, one an hour. */
const counting = (looks: string[], clock: { now(): number }, fails: (look: number) => boolean = () => false): Actor =>
  actor({
    name: 'counter',
    first: HOUR,
    notes: z.int(),
    blank: 0,
    async look(before) {
      looks.push(`${clock.now() / HOUR} h: ${before}`);
      if (fails(looks.length)) throw new Error('nobody answers');
      return { notes: before + 1, next: clock.now() + HOUR };
    },
  });

function scene(data?: string) {
  const clock = { time: 0, now: () => clock.time };
  const told: string[] = [];
  const tell: Scene['tell'] = (who, what) => void told.push(`${who}: ${what}`);
  return { clock, told, of: { clock, data, tell } as unknown as Scene };
}

it('people look when it is their moment, and say when they come again', async () => {
  const looks: string[] = [];
  const { clock, of } = scene();
  const story = openStory([counting(looks, clock)], of);
  expect(await story.round(0)).toEqual({ moved: 0, next: HOUR });
  clock.time = HOUR;
  expect(await story.round(HOUR)).toEqual({ moved: 1, next: 2 * HOUR });
  clock.time = 2 * HOUR;
  await story.round(2 * HOUR);
  expect(looks).toEqual(['1 h: 0', '2 h: 1']);
});

it('whoever gets no answer comes back soon, knows no more than before, and complains once', async () => {
  const looks: string[] = [];
  const { clock, told, of } = scene();
  const story = openStory([counting(looks, clock, (look) => look < 3)], of);
  for (clock.time = HOUR; looks.length < 3; ) clock.time = (await story.round(clock.time)).next ?? 0;
  expect(looks.map((look) => look.split(': ')[1])).toEqual(['0', '0', '0']);
  expect(told).toEqual(['counter: comes back later: nobody answers']);
});

it('after a restart people know what they had noted', async () => {
  const data = await mkdtemp(join(tmpdir(), 'story-'));
  onTestFinished(() => rm(data, { recursive: true }));
  const looks: string[] = [];
  const { clock, of } = scene(data);
  clock.time = HOUR;
  await openStory([counting(looks, clock)], of).round(HOUR);
  clock.time = 2 * HOUR;
  await openStory([counting(looks, clock)], of).round(2 * HOUR);
  expect(looks).toEqual(['1 h: 0', '2 h: 1']);
});
