import fc from 'fast-check';
import { expect, it } from 'vitest';
import { episodeAfter } from './episode.ts';
import type { Episode } from './fleet-health.ts';
import type { Judgement } from './verdict.ts';

const QUIET = { kind: 'quiet', last: null } satisfies Episode;
const dayOf = (n: number) => new Date(Date.UTC(2026, 5, 1 + n, 4, 15)).toISOString();

const ALARM: Judgement = { alarm: 'running-bet', isClean: false };
const CLEAN: Judgement = { alarm: null, isClean: true };
const UNCLEAR: Judgement = { alarm: null, isClean: false };

const episodesOf = (judgements: readonly (Judgement | undefined)[]): Episode[] => {
  const episodes: Episode[] = [];
  let episode = QUIET as Episode;
  for (const [n, judgement] of judgements.entries()) {
    episode = episodeAfter(episode, judgement, { signal: 'firewall', at: dayOf(n) });
    episodes.push(episode);
  }
  return episodes;
};

it('an incident is named after its signal and the day it was found, and lasts until three clean readings in a row', () => {
  const episodes = episodesOf([CLEAN, ALARM, CLEAN, CLEAN, UNCLEAR, CLEAN, undefined, CLEAN, CLEAN]);
  expect(episodes.map(({ kind }) => kind)).toEqual(['quiet', ...Array.from({ length: 7 }, () => 'open'), 'quiet']);
  expect(episodes[1]).toEqual({ kind: 'open', incidentId: 'firewall-2026-06-02', since: dayOf(1), cleanReadings: 0 });
  expect(episodes.at(-1)).toEqual({
    kind: 'quiet',
    last: { incidentId: 'firewall-2026-06-02', closedAt: dayOf(8) },
  });
});

it('readings without data change nothing', () => {
  expect(episodesOf([undefined])).toEqual([QUIET]);
  expect(episodesOf([ALARM, undefined, undefined, undefined]).at(-1)).toMatchObject({ kind: 'open', cleanReadings: 0 });
});

it('no two incidents of a signal share an id, and one is closed before another is opened', () => {
  const judgement = fc.constantFrom(ALARM, CLEAN, UNCLEAR, undefined);
  fc.assert(
    fc.property(fc.array(judgement, { maxLength: 60 }), (judgements) => {
      const episodes = [QUIET, ...episodesOf(judgements)];
      const opened = episodes.flatMap((episode, n) =>
        episode.kind === 'open' && episodes[n - 1]?.kind === 'quiet' ? [episode.incidentId] : [],
      );
      expect(new Set(opened).size).toBe(opened.length);
      for (const [n, episode] of episodes.entries()) {
        const before = episodes[n - 1];
        if (episode.kind === 'open' && before?.kind === 'open') expect(episode.incidentId).toBe(before.incidentId);
      }
    }),
  );
});
