import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type InvolvingAlert, MOST_ALERTS } from './alert-of-incident.ts';
import { begun, resolved, withIsolation, withAlerts as withNewAlerts, withPage } from './changes.ts';
import { type Incident, incidentIdOf, machineOf } from './incident.ts';
import { merged, tallyOf } from './tally.ts';

const ID = 'defender-7';
const START = Date.parse('2026-06-09T08:00:00Z');
const iso = (minutes: number) => new Date(START + minutes * 60_000).toISOString();
const device = (n: number, sensitive = false) => ({ deviceId: `device-${n}`, machineId: `machine-${n}`, sensitive });

function alertOf(n: number, more: Partial<InvolvingAlert> = {}): InvolvingAlert {
  const what = { title: 'Suspicious script', severity: 'medium', category: 'Execution', status: 'new' } as const;
  return { alertId: `alert-${n}`, ...what, createdAt: iso(n), updatedAt: iso(n), devices: [device(0)], ...more };
}

const withAlerts = (id: string, alerts: readonly InvolvingAlert[]) =>
  withNewAlerts(
    id,
    alerts.map((alert) => ({ alert })),
  );

/** What a change makes of an incident; what changes nothing leaves it. */
function changed(
  current: Incident | undefined,
  change: (current: Incident | undefined) => { state: Incident } | undefined,
) {
  const next = change(current)?.state ?? current;
  if (!next) throw new TypeError('Nothing came of it.');
  return next;
}

const of = (...alerts: InvolvingAlert[]) => changed(undefined, withAlerts(ID, alerts));
const typesOf = (change: { events: readonly { type: string }[] } | undefined) => change?.events.map(({ type }) => type);
const byPerson = { at: iso(60), classification: 'truePositive', comment: 'Cleaned.' } as const;

it('an id of Defender may stand in a path, and no two of them are one', () => {
  expect(['924565', 'a/b', 'a_b', 'a b', 'é'].map(incidentIdOf)).toEqual([
    'defender-924565',
    'defender-a_2f_b',
    'defender-a_5f_b',
    'defender-a_20_b',
    'defender-_e9_',
  ]);
});

describe('an incident', () => {
  it('is the fold of its alerts, in whatever order and however often their versions come', () => {
    const version = fc.record({ alert: fc.nat(5), version: fc.nat(3) }).map(({ alert: n, version: v }) =>
      alertOf(n, {
        updatedAt: iso(n + v),
        severity: (['low', 'medium', 'high', 'informational'] as const)[(n + v) % 4] ?? 'low',
        status: (['new', 'inProgress', 'resolved'] as const)[(n * v) % 3] ?? 'new',
        title: `Alert ${n} in version ${v}`,
        createdAt: iso(n % 3),
        devices: [device(n % 4, n === 5), device(v)].filter((_, at) => at === 0 || n % 4 !== v),
      }),
    );
    const versions = fc.array(version, { minLength: 1, maxLength: 20 });
    const orders = versions.chain((all) =>
      fc.tuple(
        fc.shuffledSubarray(all, { minLength: all.length }),
        fc.shuffledSubarray([...all, ...all], { minLength: all.length * 2 }),
        fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 40, maxLength: 40 }),
      ),
    );
    fc.assert(
      fc.property(orders, ([once, twice, sizes]) => {
        const atOnce = of(...once);
        let oneByOne: Incident | undefined;
        const left = [...twice];
        for (const size of sizes)
          if (left.length > 0) oneByOne = changed(oneByOne, withAlerts(ID, left.splice(0, size)));
        if (left.length > 0) oneByOne = changed(oneByOne, withAlerts(ID, left));
        expect(oneByOne).toEqual(atOnce);
      }),
    );
  });

  it('is told of once for the same alerts', () => {
    const alerts = [alertOf(1), alertOf(2)];
    expect(typesOf(withAlerts(ID, alerts)(undefined))).toEqual(['omd.security.incident-opened.v1']);
    expect(withAlerts(ID, alerts)(of(...alerts))).toBeUndefined();
    const newer = withAlerts(ID, [alertOf(1, { updatedAt: iso(5) })])(of(...alerts));
    expect(typesOf(newer)).toEqual([]);
    expect(typesOf(withAlerts(ID, [alertOf(3)])(of(...alerts)))).toEqual(['omd.security.incident-changed.v1']);
  });

  it('takes more devices from the same version of an alert, when they become known', () => {
    const both = alertOf(1, { devices: [device(0), device(1)] });
    expect(changed(of(alertOf(1)), withAlerts(ID, [both])).devices).toEqual(['device-0', 'device-1']);
  });

  it('counts all of a flood, and is as bad as any part of it, though its document holds 200', () => {
    const flood = Array.from({ length: 450 }, (_, n) => alertOf(n));
    const bad = alertOf(450, { severity: 'high', title: 'Ransomware', devices: [device(9)] });
    const first = of(...flood.slice(0, 250));
    expect(first.alertIds).toHaveLength(MOST_ALERTS);
    const once = changed(first, withPage(1, tallyOf(flood.slice(200, 400))));
    const all = changed(once, withPage(2, tallyOf([...flood.slice(400), bad])));
    expect(all).toMatchObject({
      ...{ alertCount: 451, title: 'Ransomware', severity: 'high', devices: ['device-0', 'device-9'] },
      lastSeen: iso(450),
    });
    expect(machineOf(all, 'device-9')).toBe('machine-9');
    expect(withPage(1, tallyOf(flood.slice(200, 400)))(all)).toBeUndefined();
    expect(withPage(1, tallyOf(flood.slice(200, 300)))(all)).toBeUndefined();
    const over = changed(all, (current) => current && resolved(current, { ...byPerson, at: iso(460) }));
    expect(over.state).toBe('resolved');
    const back = [...flood.slice(400), bad, alertOf(461)];
    expect(changed(over, withPage(2, tallyOf(back))).state).toBe('in-progress');
  });

  it('hears of an end that an owner whose work is left alone has made, and of no alert that is new', () => {
    const news = (n: number) => ({ alert: alertOf(n, { status: 'resolved', updatedAt: iso(9) }), onlyIfKnown: true });
    expect(withNewAlerts(ID, [news(1)])(undefined)).toBeUndefined();
    expect(withNewAlerts(ID, [news(2)])(of(alertOf(1)))).toBeUndefined();
    expect(withNewAlerts(ID, [news(1), news(2)])(of(alertOf(1)))?.state).toMatchObject({
      state: 'resolved',
      alertIds: ['alert-1'],
    });
  });
});

it('a tally is that of its parts, however they are cut and in whatever order', () => {
  const alert = fc
    .record({ n: fc.nat(40), severity: fc.constantFrom('low', 'high', 'medium'), ended: fc.boolean(), at: fc.nat(3) })
    .map(({ n, severity, ended, at }) =>
      alertOf(n, {
        severity,
        status: ended ? 'resolved' : 'new',
        updatedAt: iso(n + at),
        devices: [{ ...device(n % 7, n % 11 === 0), machineId: `m-${n}` }],
      }),
    );
  const alerts = fc.uniqueArray(alert, { minLength: 2, maxLength: 30, selector: ({ alertId }) => alertId });
  fc.assert(
    fc.property(alerts, fc.nat(), (all, cut) => {
      const at = 1 + (cut % (all.length - 1));
      const parts = [tallyOf(all.slice(at)), tallyOf(all.slice(0, at))];
      expect(merged(parts)).toEqual(tallyOf(all));
    }),
  );
});

describe('its severity', () => {
  it.each([
    ['that of the worst alert', [alertOf(1), alertOf(2, { severity: 'low' })], 'medium'],
    ['a step above it when it spreads', [alertOf(1), alertOf(2, { devices: [device(1)] })], 'high'],
    ['a step above it for ransomware', [alertOf(1, { title: 'File change like ransomware' })], 'high'],
    ['a step above it where secrets lie', [alertOf(1, { severity: 'low', devices: [device(0, true)] })], 'medium'],
    [
      'one step above it for several of these',
      [alertOf(1, { severity: 'low', category: 'Ransomware', devices: [device(0, true), device(1)] })],
      'medium',
    ],
    ['high at most', [alertOf(1, { severity: 'high', category: 'Ransomware' })], 'high'],
  ] as const)('is %s', (_, alerts, severity) => {
    expect(of(...alerts).severity).toBe(severity);
  });

  it('says when triage is due, from the first alert on, around the clock', () => {
    const dueOf = (severity: InvolvingAlert['severity']) =>
      of(alertOf(0, { severity }), alertOf(9, { severity })).triageDue;
    expect(['high', 'medium', 'low', 'informational'].map((each) => dueOf(each as 'high'))).toEqual([
      iso(60),
      iso(4 * 60),
      iso(8 * 60),
      null,
    ]);
  });

  it('draws triage nearer when it rises', () => {
    expect(changed(of(alertOf(0)), withAlerts(ID, [alertOf(30, { severity: 'high' })])).triageDue).toBe(iso(60));
  });
});

describe('its state', () => {
  const spread = of(alertOf(1), alertOf(2, { devices: [device(1)] }));
  const ended = { status: 'resolved', updatedAt: iso(50) };

  it('is new until somebody acts upon it, here or at Microsoft', () => {
    expect(spread.state).toBe('new');
    expect(changed(spread, begun).state).toBe('in-progress');
    expect(of(alertOf(1, { status: 'inProgress' })).state).toBe('in-progress');
    expect(begun(changed(spread, begun))).toBeUndefined();
  });

  it('is contained while every device of it is cut off', () => {
    const one = changed(spread, withIsolation('device-0', true));
    expect(one.state).toBe('in-progress');
    const both = changed(one, withIsolation('device-1', true));
    expect(both.state).toBe('contained');
    expect(changed(both, withAlerts(ID, [alertOf(3, { devices: [device(2)] })])).state).toBe('in-progress');
  });

  it('is resolved when its alerts are and no device is cut off, whichever comes last', () => {
    const alert = alertOf(1);
    const cutOff = changed(of(alert), withIsolation('device-0', true));
    const waiting = changed(cutOff, withAlerts(ID, [{ ...alert, ...ended }]));
    expect(waiting.state).toBe('contained');
    const back = withIsolation('device-0', false)(waiting);
    expect(back?.state.state).toBe('resolved');
    expect(typesOf(back)).toEqual(['omd.security.incident-resolved.v1']);
  });

  it('is told as opened and resolved when the first that is heard of it is its end', () => {
    const change = withAlerts(ID, [alertOf(1, ended)])(undefined);
    expect(typesOf(change)).toEqual(['omd.security.incident-opened.v1', 'omd.security.incident-resolved.v1']);
  });

  it('stays resolved by a person while Microsoft ends the alerts one by one, and comes back with a new alert', () => {
    const over = changed(spread, (current) => current && resolved(current, byPerson));
    expect(over).toMatchObject({ state: 'resolved', sentence: 'Resolved as truePositive: Cleaned.' });
    const partly = changed(over, withAlerts(ID, [alertOf(1, { ...ended, updatedAt: iso(61) })]));
    expect(partly.state).toBe('resolved');
    const back = withAlerts(ID, [alertOf(61)])(partly);
    expect(back?.state.state).toBe('in-progress');
    expect(typesOf(back)).toEqual(['omd.security.incident-changed.v1']);
    expect(resolved(over, byPerson)).toBeUndefined();
  });
});
