import { describe, expect, test } from 'vitest';
import { machineActionEnum } from '../data/graph-enums.ts';
import { type Action, machineActions, managementActions } from './actions.ts';
import { createFleet, type Fleet } from './fleet.ts';
import { isOnline } from './online-time.ts';
import { presenceClasses } from './presence.ts';
import { DAY, HOUR, MINUTE } from './time.ts';

const start = Date.UTC(2026, 5, 9);
const newFleet = () => createFleet({ seed: 2, devices: 400, start });
const state = (fleet: Fleet, { index }: Action) => fleet.actions.all()[index]?.state;

function deviceOf(fleet: Fleet, presence: (typeof presenceClasses)[number], online: boolean): number {
  const fits = (device: number) =>
    presenceClasses[fleet.columns.presenceClass[device] ?? 0] === presence &&
    isOnline(fleet.presence, device, fleet.now()) === online &&
    isOnline(fleet.presence, device, fleet.now() + HOUR) === online;
  const found = Array.from({ length: fleet.devices() }, (_, device) => device).find(fits);
  if (found === undefined) throw new RangeError('No such device.');
  return found;
}

describe('an action of Intune', () => {
  test('reaches a device that is online within minutes', () => {
    const fleet = newFleet();
    const action = fleet.actions.request('syncDevice', deviceOf(fleet, 'alwaysOn', true));
    expect(state(fleet, action)).toBe('pending');
    fleet.advanceTo(start + 20 * MINUTE);
    expect(state(fleet, action)).toBe('done');
  });

  test('waits for the next check-in of a device that is off', () => {
    const fleet = newFleet();
    const device = deviceOf(fleet, 'officeLaptop', false);
    const action = fleet.actions.request('remoteLock', device);
    const checkIn = fleet.checkIns.next(device, start);
    fleet.advanceTo(checkIn - 1);
    expect(state(fleet, action)).toBe('pending');
    fleet.advanceTo(checkIn);
    expect(state(fleet, action)).toBe('active');
    fleet.advanceTo(checkIn + 10 * MINUTE);
    expect(state(fleet, action)).toBe('done');
  });

  test('is canceled after thirty days on a device in a drawer', () => {
    const fleet = newFleet();
    const action = fleet.actions.request('wipe', deviceOf(fleet, 'drawer', false));
    fleet.advanceTo(start + 30 * DAY - 1);
    expect(state(fleet, action)).toBe('pending');
    fleet.advanceTo(start + 30 * DAY);
    expect(state(fleet, action)).toBe('canceled');
  });

  test('can be taken back until it has reached the device', () => {
    const fleet = newFleet();
    const device = deviceOf(fleet, 'officeLaptop', false);
    const action = fleet.actions.request('wipe', device);
    expect(fleet.actions.cancel(action.index)).toBe(true);
    fleet.advanceTo(start + 3 * DAY);
    expect(state(fleet, action)).toBe('canceled');
    expect(fleet.actions.cancel(action.index)).toBe(false);
    expect(fleet.life(device)).toBe('active');
  });

  test('that wipes a device gives it a new Intune id and leaves everything printed on it', () => {
    const fleet = newFleet();
    const device = deviceOf(fleet, 'alwaysOn', true);
    const id = () => fleet.ids.of('managedDevice', device, fleet.columns.generation[device]);
    const [before, serial, entra] = [id(), fleet.names.serial(device), fleet.ids.of('entraDevice', device)];
    fleet.actions.request('wipe', device);
    fleet.advanceTo(start + 30 * MINUTE);
    expect(fleet.life(device)).not.toBe('active');
    fleet.advanceTo(start + DAY);
    expect(fleet.life(device)).toBe('active');
    expect(id()).not.toBe(before);
    expect([fleet.names.serial(device), fleet.ids.of('entraDevice', device)]).toEqual([serial, entra]);
  });

  test('that retires a device is its last', () => {
    const fleet = newFleet();
    const device = deviceOf(fleet, 'alwaysOn', true);
    fleet.actions.request('retire', device);
    fleet.advanceTo(start + 40 * DAY);
    expect(fleet.life(device)).toBe('retired');
    expect(fleet.columns.restartedAt[device]).toBeLessThan(start);
  });
});

describe('isolation by Defender', () => {
  test('in full silences Intune until release, and lets Defender through', () => {
    const fleet = newFleet();
    const device = deviceOf(fleet, 'alwaysOn', true);
    fleet.actions.request('Isolate', device, { full: true });
    fleet.advanceTo(start + HOUR);
    const lastSync = fleet.reported.lastSync(device, fleet.now());
    const sync = fleet.actions.request('syncDevice', device);
    fleet.advanceTo(start + 3 * DAY);
    expect(fleet.reported.lastSync(device, fleet.now())).toBe(lastSync);
    expect(state(fleet, sync)).toBe('pending');
    fleet.actions.request('Unisolate', device);
    fleet.advanceTo(start + 4 * DAY);
    expect(state(fleet, sync)).toBe('done');
    expect(fleet.reported.lastSync(device, fleet.now())).toBeGreaterThan(start + 3 * DAY);
  });

  test('of selected traffic does not', () => {
    const fleet = newFleet();
    const device = deviceOf(fleet, 'alwaysOn', true);
    fleet.actions.request('Isolate', device);
    fleet.advanceTo(start + 2 * DAY);
    expect(fleet.reported.lastSync(device, fleet.now())).toBeGreaterThan(start + DAY);
  });

  test('times out after three days on a device in a drawer', () => {
    const fleet = newFleet();
    const action = fleet.actions.request('Isolate', deviceOf(fleet, 'drawer', false), { full: true });
    fleet.advanceTo(start + 3 * DAY);
    expect(state(fleet, action)).toBe('timedOut');
  });
});

test('most machine actions succeed, and a few fail', () => {
  const fleet = createFleet({ seed: 2, devices: 3_000, start });
  for (let device = 0; device < 3_000; device += 1) fleet.actions.request('RunAntiVirusScan', device);
  fleet.advanceTo(start + 2 * DAY);
  const finished = fleet.actions.all().filter((action) => action.state === 'done' || action.state === 'failed');
  const failed = finished.filter((action) => action.state === 'failed').length / finished.length;
  expect(finished.length).toBeGreaterThan(2_000);
  expect(failed).toBeGreaterThan(0.015);
  expect(failed).toBeLessThan(0.05);
});

test('machine actions are those of Defender, and no management action is one of them', () => {
  expect(machineActionEnum('type')).toEqual(expect.arrayContaining([...machineActions]));
  expect(managementActions.filter((kind) => machineActionEnum('type').includes(kind))).toEqual([]);
});
