import { describe, expect, test } from 'vitest';
import { deviceModels } from '../data/device-models.ts';
import { createFleet, type Fleet } from '../model/fleet.ts';
import { isOnline } from '../model/online-time.ts';
import { has } from '../model/protection.ts';
import { DAY, HOUR, MINUTE } from '../model/time.ts';
import { faultScript, millisecondsOf } from './fault-script.ts';
import { type ScriptName, scriptNamed, scriptNames } from './scripts.ts';

const start = Date.UTC(2026, 5, 9);
const release = Date.UTC(2026, 5, 9, 17);

function fleetWith(script: ScriptName | undefined, devices = 2_000): Fleet {
  const fleet = createFleet({ seed: 12, devices, start });
  if (script) fleet.faults.inject(scriptNamed(script).faults);
  return fleet;
}

const all = (fleet: Fleet) => Array.from({ length: fleet.devices() }, (_, device) => device);
const modelOf = (fleet: Fleet, device: number) => deviceModels[fleet.columns.model[device] ?? -1]?.model;
const isFaulty = ({ cause }: { readonly cause: string }) => cause !== 'baseline';

describe('a fault script', () => {
  test.each(scriptNames)('%s is valid and says in words what it does', (name) => {
    expect(scriptNamed(name).description.length).toBeGreaterThan(20);
  });

  test.each([
    ['an unknown effect', { kind: 'earthquake' }],
    ['a share above one', { kind: 'shortLists', share: 2 }],
    ['a stop code without its digits', { kind: 'stopErrors', times: 20, code: '0x9F', module: 'a.sys' }],
    ['a property it does not know', { kind: 'offline', forEver: true }],
  ])('with %s is refused', (_, effect) => {
    expect(faultScript.safeParse({ description: 'bad', faults: [{ effect }] }).success).toBe(false);
  });

  test('counts its times from its injection', () => {
    expect(millisecondsOf('P3DT2H')).toBe(3 * DAY + 2 * HOUR);
    expect(millisecondsOf('PT90M')).toBe(90 * MINUTE);
    expect(
      faultScript.safeParse({ description: 'bad', faults: [{ at: 'P', effect: { kind: 'offline' } }] }).success,
    ).toBe(false);
  });

  test('about a group that there is not is refused when it is injected', () => {
    const { faults } = faultScript.parse({
      description: 'x',
      faults: [{ who: { group: 'none' }, effect: { kind: 'firewallOff' } }],
    });
    expect(() => fleetWith(undefined, 10).faults.inject(faults)).toThrow('There is no group none.');
  });
});

describe('a bad update', () => {
  test('shows on updated devices of its model alone, in its module, after they restarted', () => {
    const fleet = fleetWith('bad-update', 20_000);
    fleet.advanceTo(start + 30 * DAY);
    const errors = fleet.stopErrors().filter(isFaulty);
    expect(errors.length).toBeGreaterThan(100);
    for (const { device, time, module, code } of errors) {
      expect([modelOf(fleet, device), module, code]).toEqual(['Latitude 7440', 'Netwtw10.sys', '0x0000009F']);
      expect(time).toBeGreaterThan(release);
      expect(fleet.columns.restartedAt[device]).toBeLessThanOrEqual(time);
    }
  });

  test('multiplies the stop errors of these devices by about its factor', () => {
    const fleet = createFleet({ seed: 12, devices: 20_000, start });
    const who = { model: 'Latitude 7440' };
    const effect = { kind: 'stopErrors', times: 20, code: '0x0000009F', module: 'Netwtw10.sys' };
    fleet.faults.inject(faultScript.parse({ description: 'bad', faults: [{ who, effect }] }).faults);
    fleet.advanceTo(start + 30 * DAY);
    const ofModel = fleet.stopErrors().filter(({ device }) => modelOf(fleet, device) === who.model);
    const ratio = ofModel.length / ofModel.filter((error) => !isFaulty(error)).length;
    expect(ratio).toBeGreaterThan(12);
    expect(ratio).toBeLessThan(28);
  });

  test('leaves everything else as it was', () => {
    const [quiet, bad] = [fleetWith(undefined), fleetWith('bad-update')];
    for (const fleet of [quiet, bad]) fleet.advanceTo(start + 20 * DAY);
    expect(bad.stopErrors().filter((error) => !isFaulty(error))).toEqual(quiet.stopErrors());
    expect(bad.alerts.all()).toEqual(quiet.alerts.all());
    expect(bad.columns).toEqual(quiet.columns);
  });
});

test('a boot loop keeps restarted devices of its model off for good', () => {
  const fleet = fleetWith('boot-loop', 20_000);
  fleet.advanceTo(start + 25 * DAY);
  const down = all(fleet).filter((device) => !Number.isNaN(fleet.columns.downFrom[device] ?? Number.NaN));
  expect(down.length).toBeGreaterThan(10);
  for (const device of down) {
    expect(modelOf(fleet, device)).toBe('Latitude 5440');
    expect(fleet.columns.downFrom[device]).toBe(fleet.columns.restartedAt[device]);
    expect(fleet.checkIns.next(device, fleet.now())).toBe(Number.POSITIVE_INFINITY);
  }
});

test('an install storm fails about a quarter of the installations of its model with its code', () => {
  const failures = (script: ScriptName | undefined) => {
    const fleet = fleetWith(script, 10_000);
    fleet.advanceTo(start + 13 * DAY);
    const hit = all(fleet).filter((device) => modelOf(fleet, device) === 'HP EliteBook 840 G9');
    return hit.filter((device) => (fleet.columns.attempts[device] ?? 0) > 0).length / hit.length;
  };
  expect(failures('install-storm')).toBeGreaterThan(3 * failures(undefined));
});

test('a bad sensor update crashes online devices within the hour, in every ring', () => {
  const fleet = fleetWith(undefined);
  fleet.advanceTo(Date.UTC(2026, 5, 10, 10));
  const before = fleet.now();
  fleet.faults.inject(scriptNamed('crowd-driver').faults);
  fleet.advanceTo(before + HOUR);
  const crashed = new Set(
    fleet
      .stopErrors()
      .filter(isFaulty)
      .map(({ device }) => device),
  );
  const online = all(fleet).filter((device) => isOnline(fleet.presence, device, before));
  expect(crashed.size / online.length).toBeGreaterThan(0.33);
  expect(crashed.size / online.length).toBeLessThan(0.47);
  expect(new Set([...crashed].map((device) => fleet.columns.policy[device])).size).toBeGreaterThan(2);
  fleet.advanceTo(before + DAY);
  expect(fleet.stopErrors().filter(isFaulty).length).toBe(crashed.size);
});

test('a policy of the customer turns the firewall off for its group alone', () => {
  const fleet = fleetWith('firewall-off');
  const quiet = fleetWith(undefined);
  fleet.advanceTo(start + HOUR);
  const changed = all(fleet).filter(
    (device) => has(fleet.columns, device, 'firewall') !== has(quiet.columns, device, 'firewall'),
  );
  const group = fleet.groups.all().find(({ displayName }) => displayName.endsWith('PowerUser'))?.index ?? -1;
  expect(changed.length).toBeGreaterThan(50);
  expect(changed.every((device) => fleet.groups.has(group, device))).toBe(true);
});

test('stuck signatures go overdue at one site and are current again afterwards', () => {
  const fleet = fleetWith('signature-stuck');
  fleet.advanceTo(start + 13 * DAY);
  const overdue = (time: number) => all(fleet).filter((device) => fleet.reported.signaturesOverdue(device, time));
  const atSite = overdue(fleet.now()).filter((device) => fleet.columns.site[device] === 0).length;
  expect(atSite).toBeGreaterThan(100);
  expect(overdue(fleet.now()).length - atSite).toBeLessThan(250);
  expect(overdue(start + 20 * DAY).filter((device) => fleet.columns.site[device] === 0).length).toBeLessThan(40);
});

test('while synchronisation is out nobody checks in, and everybody does later', () => {
  const fleet = fleetWith('sync-outage');
  fleet.advanceTo(start + HOUR);
  const times = all(fleet).map((device) => fleet.checkIns.next(device, start));
  expect(Math.min(...times)).toBeGreaterThanOrEqual(start + 9 * HOUR);
  expect(times.filter((time) => time < start + 12 * HOUR).length).toBeGreaterThan(100);
});

test('an administrator adds 200 devices to a ring, on top of the ring they were in', () => {
  const fleet = fleetWith('ring-drift', 4_000);
  fleet.advanceTo(start + HOUR);
  expect(fleet.groups.changes()).toHaveLength(200);
  expect(fleet.groups.changes().every(({ group, member }) => group === 3 && member)).toBe(true);
});

test('an administrator takes the deferral from a ring, so that it is offered at once', () => {
  const fleet = fleetWith('policy-drift');
  fleet.advanceTo(start + 6 * DAY);
  expect(fleet.policies.get(3)).toMatchObject({ deferralDays: 0, deadlineDays: 5 });
  const installed = all(fleet).filter((device) => (fleet.columns.restartedAt[device] ?? 0) > release);
  expect(installed.length / fleet.devices()).toBeGreaterThan(0.4);
});

test('enrolling again gives new Intune ids to the same serial numbers', () => {
  const fleet = fleetWith('mass-reenrol');
  const serials = all(fleet).map(fleet.names.serial);
  fleet.advanceTo(start + 5 * DAY);
  const again = all(fleet).filter((device) => fleet.columns.generation[device] === 2);
  expect(again.length / fleet.devices()).toBeGreaterThan(0.06);
  expect(again.length / fleet.devices()).toBeLessThan(0.1);
  expect(all(fleet).map(fleet.names.serial)).toEqual(serials);
});

describe('ransomware', () => {
  const tomorrow = Date.UTC(2026, 5, 10, 9);
  const attacked = (isolate: boolean) => {
    const fleet = fleetWith(undefined);
    fleet.advanceTo(tomorrow);
    fleet.faults.inject(scriptNamed('ransomware').faults);
    fleet.advanceTo(tomorrow + 2 * HOUR);
    if (isolate) for (const device of infected(fleet)) fleet.actions.request('Isolate', device, { full: true });
    fleet.advanceTo(tomorrow + 8 * HOUR);
    return infected(fleet).size;
  };
  const infected = (fleet: Fleet) =>
    new Set(
      fleet.alerts
        .all()
        .filter(({ truth, template }) => isFaulty(truth) && template.category === 'Impact')
        .map(({ device }) => device),
    );

  test('spreads a device each twenty minutes', () => {
    expect(attacked(false)).toBeGreaterThan(15);
    expect(attacked(false)).toBeLessThanOrEqual(25);
  });

  test('ends when its devices are isolated', () => {
    expect(attacked(true)).toBeLessThanOrEqual(9);
  });
});

test('a flood of alerts is false, and over in ten minutes', () => {
  const fleet = fleetWith('alert-flood');
  fleet.advanceTo(start + DAY);
  const flood = fleet.alerts.all().filter(({ truth }) => isFaulty(truth));
  expect(flood).toHaveLength(500);
  expect(flood.every(({ truth, time }) => truth.falsePositive && time <= start + 10 * MINUTE)).toBe(true);
});

test('on vacation six of ten devices are off, and return', () => {
  const fleet = fleetWith('vacation');
  fleet.advanceTo(start + HOUR);
  const online = (time: number) => all(fleet).filter((device) => isOnline(fleet.presence, device, time)).length;
  const [during, after] = [online(Date.UTC(2026, 5, 11, 10)), online(Date.UTC(2026, 5, 25, 10))];
  expect(during / after).toBeGreaterThan(0.33);
  expect(during / after).toBeLessThan(0.47);
});

describe('a fault of the service', () => {
  test('lasts as long as its script says, and touches no device', () => {
    const [quiet, fleet] = [fleetWith(undefined, 500), fleetWith('graph-429', 500)];
    for (const each of [quiet, fleet]) each.advanceTo(start + 3 * HOUR);
    expect(fleet.faults.active('graphErrors', start + HOUR)).toMatchObject([{ status: 429, share: 0.3 }]);
    expect(fleet.faults.active('graphErrors', start + 2 * HOUR)).toEqual([]);
    expect(fleet.faults.active('shortLists', start + HOUR)).toEqual([]);
    expect(fleet.columns).toEqual(quiet.columns);
  });

  test('makes sign-ins fail more often while it lasts', () => {
    const fleet = fleetWith(undefined, 500);
    const wednesday = Math.floor(start / DAY) + 1;
    const share = () => {
      const signIns = Array.from({ length: 400 }, (_, user) => fleet.signIns(user, wednesday)).flat();
      const window = signIns.filter(({ time }) => time % DAY >= 9 * HOUR && time % DAY < 12 * HOUR);
      return window.filter(({ errorCode }) => errorCode !== '0').length / window.length;
    };
    const quiet = share();
    fleet.advanceTo(wednesday * DAY + 9 * HOUR);
    fleet.faults.inject(scriptNamed('signin-spike').faults);
    expect(quiet).toBeLessThan(0.08);
    expect(share()).toBeGreaterThan(8 * quiet);
  });
});
