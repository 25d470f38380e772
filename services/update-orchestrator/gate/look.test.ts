import { describe, expect, it } from 'vitest';
import { RINGS } from '../../../shared/contracts/events/update-events.ts';
import { DAY_MS, HOUR_MS } from '../../../shared/time/durations.ts';
import { superseded } from '../releases/adopt.ts';
import { type Release, stateOf } from '../releases/release.ts';
import { paused, resumed } from './decisions.ts';
import { type Looked, look } from './look.ts';
import {
  adopted,
  at,
  crashesOf,
  devicesOf,
  FIX,
  FIXED_BUILD,
  JULY,
  JULY_BUILD,
  JUNE_BUILD,
  openIn,
  PATCH_TUESDAY,
  viewOf,
} from './test-release.ts';

const wednesday = at('2026-07-15T20:00:00Z');
const kinds = ({ stages }: Release) => RINGS.map((ring) => stages[ring].kind);
const told = ({ events }: Looked) => events.map(({ type }) => type.replace('omd.release.', ''));

/** July in Test, First and Fast; devices of First got it on Wednesday, and crashed until Sunday. */
function broken(crashed: number) {
  const now = at('2026-07-20T20:00:00Z');
  const first = devicesOf('First', 10, { osVersion: JULY_BUILD, since: wednesday, seen: now });
  const others = devicesOf('Broad', 200, { osVersion: JUNE_BUILD, since: PATCH_TUESDAY, seen: now });
  const crashes = crashesOf(first, crashed, '2026-07-19T00:00:00.000Z');
  return {
    release: openIn(adopted(JULY), ['Test', 'First'], wednesday),
    view: viewOf(now, { devices: [...first, ...others], crashes }),
  };
}

describe('a release that breaks devices', () => {
  it('is held before the rings that do not have it, with the evidence, and the same again gives the same again', () => {
    const { release, view } = broken(6);
    const held = look(release, view);
    expect(told(held)).toEqual(['held.v1']);
    expect(held.events[0]?.data).toMatchObject({
      incidentId: 'release:2026-07-b:1',
      rings: ['Fast', 'Broad'],
      because: 'regression',
      sentence: expect.stringContaining('6 of the 10 updated devices crashed'),
    });
    expect(kinds(held.state)).toEqual(['open', 'open', 'held', 'held']);
    expect(look(release, view)).toEqual(held);
    expect(look(held.state, view)).toEqual({ state: held.state, events: [] });
  });

  it('goes on to Fast while one or two devices crash, as they do', () => {
    const { release, view } = broken(2);
    expect(told(look(release, view))).toEqual(['ring-opened.v1']);
  });

  it('is not blamed when devices without it crash as well', () => {
    const { release, view } = broken(6);
    const others = crashesOf(
      view.devices.filter(({ ring }) => ring === 'Broad'),
      40,
      '2026-07-19T00:00:00.000Z',
    );
    const crashes = { ...view.crashes, hits: [...view.crashes.hits, ...others.hits] };
    expect(look(release, { ...view, crashes }).events[0]?.data).toMatchObject({ because: 'cause-unclear' });
  });

  it('is resumed by a person, and keeps still until more devices crash', () => {
    const { release, view } = broken(6);
    const freed = resumed(look(release, view).state, ['Fast', 'Broad'], 'Known, and harmless.');
    expect(freed.events[0]?.data).toMatchObject({ incidentId: 'release:2026-07-b:1', by: 'person' });
    expect(stateOf(freed.state)).toBe('under-way');
    expect(told(look(freed.state, view))).not.toContain('held.v1');
    const worse = { ...view, crashes: crashesOf(view.devices, 9, '2026-07-19T00:00:00.000Z') };
    expect(look(freed.state, worse).events[0]?.data).toMatchObject({ incidentId: 'release:2026-07-b:2' });
  });
});

describe('a release that a fix has taken the place of', () => {
  const { release, view } = broken(6);
  const fix = adopted(FIX, release);
  const gone = superseded(release, fix).state;
  const fixed = (rings: Parameters<typeof openIn>[1]) => ({ ...view, followers: [openIn(fix, rings, view.now)] });

  it('is held by what comes to light after, and free when every ring has the fix', () => {
    const held = look(gone, fixed(['Test', 'First']));
    expect(told(held)).toEqual(['held.v1']);
    expect(stateOf(held.state)).toBe('held');
    expect(kinds(held.state)).toEqual(['open', 'open', 'superseded', 'superseded']);
    const later = { ...fixed(['Test', 'First', 'Fast']), now: view.now + DAY_MS };
    expect(told(look(held.state, later))).toEqual([]);
    const over = look(held.state, { ...fixed(RINGS), now: view.now + 2 * DAY_MS });
    expect(over.events.map(({ data }) => data)).toMatchObject([
      { incidentId: 'release:2026-07-b:1', by: 'out-of-band-fix', fixedBy: { releaseId: '2026-07-18-oob' } },
    ]);
    expect(stateOf(over.state)).toBe('superseded');
  });

  it('is held once and no more, also when everything is fixed before anybody knows', () => {
    const held = look(gone, fixed(RINGS));
    const over = look(held.state, { ...fixed(RINGS), now: view.now + DAY_MS });
    const quiet = look(over.state, { ...fixed(RINGS), now: view.now + 2 * DAY_MS });
    expect([told(held), told(over), told(quiet)]).toEqual([['held.v1'], ['resumed.v1'], []]);
  });

  it('is judged by the devices that ran it, and the days that they did', () => {
    const left = view.devices.map((device) => {
      const { ring, sighting } = device;
      if (ring !== 'First') return device;
      const hour = Math.floor(at('2026-07-18T18:00:00Z') / HOUR_MS);
      const stay = { osVersion: JULY_BUILD, since: sighting.since, until: hour, left: 'forward' as const };
      const now = { ...sighting, osVersion: FIXED_BUILD, since: hour, before: [...sighting.before, stay] };
      return { ...device, sighting: now };
    });
    const [still, moved] = [view.devices, left].map(
      (devices) => look(gone, { ...view, devices }).state.verdict?.evidence.cells[0],
    );
    expect(moved?.devices).toBe(6);
    expect(moved?.expected).toBeGreaterThan(0);
    expect(moved?.expected).toBeLessThan(still?.expected ?? 0);
  });

  it('is judged after 21 days by what its devices run then', () => {
    const now = PATCH_TUESDAY + 21 * DAY_MS;
    const devices = devicesOf('Broad', 40, { osVersion: FIXED_BUILD, since: now - 3 * DAY_MS, seen: now });
    const done = look(gone, viewOf(now, { devices }));
    expect(told(done)).toEqual(['completed.v1']);
    expect(done.state.completed).toMatchObject({ eligible: 40, updated: 40, met: true });
    expect(look(done.state, viewOf(now + DAY_MS, { devices })).state).toBe(done.state);
  });
});

describe("a person's pause", () => {
  const waiting = openIn(adopted(JULY), ['Test', 'First'], wednesday);
  const stopped = paused(waiting, ['Fast'], 'Quarter end.', wednesday);

  it('keeps the ring shut whatever the calendar says, and whatever release comes', () => {
    const fix = adopted(FIX, stopped.state);
    expect(stateOf(fix)).toBe('held');
    const late = look(fix, viewOf(PATCH_TUESDAY + 9 * DAY_MS, {}));
    expect(kinds(late.state)).toEqual(['open', 'open', 'waiting', 'waiting']);
  });

  it('ends with the word of a person alone', () => {
    const fix = adopted(FIX, stopped.state);
    const freed = resumed(fix, ['Fast', 'Broad'], 'Quarter closed.');
    expect(freed.events.map(({ data }) => data)).toMatchObject([
      { incidentId: 'release:2026-07-b:1', rings: ['Fast'], because: 'person', by: 'person' },
    ]);
    expect(() => resumed(freed.state, ['Fast'], 'Again.')).toThrow('None of these rings is held.');
  });

  it('comes too late for rings that have the release', () => {
    expect(() => paused(waiting, ['First'], 'Too late.', wednesday)).toThrow('have the release already');
  });
});

it('a fix for some Windows alone leaves the others on their way to the release before', () => {
  const now = PATCH_TUESDAY + 8 * DAY_MS;
  const old = devicesOf('First', 10, { osVersion: '10.0.22631.7517', since: wednesday, seen: now });
  const { state } = look(adopted(FIX, openIn(adopted(JULY), ['First'], wednesday)), viewOf(now, { devices: old }));
  expect(state.progress.First).toMatchObject({ reachable: 10, updated: 10 });
});

it('a look that finds nothing new changes nothing', () => {
  const { release, view } = broken(0);
  const first = look(release, view).state;
  expect(look(first, { ...view, now: view.now + HOUR_MS }).state).toEqual(first);
});
