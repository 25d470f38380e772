import { describe, expect, it } from 'vitest';
import type { DeviceReading, ListedDevice } from './device-reading.ts';
import { type Observed, readingsAfter } from './readings-after.ts';
import { aReading, aStop } from './test-readings.ts';

const AT = '2026-06-17T04:15:00.000Z';
const UNTIL = Date.parse('2026-06-16T00:00:00Z');

const listed = (given: Partial<ListedDevice> = {}): ListedDevice => ({
  deviceName: 'LT-0001',
  manufacturer: 'Dell Inc.',
  model: 'Latitude 5440',
  osVersion: '10.0.26200.8655',
  lastSyncAt: '2026-06-17T02:00:00.000Z',
  isEncrypted: true,
  ...given,
});

function readAgain(before: DeviceReading | undefined, observed: Partial<Observed>): DeviceReading | undefined {
  const enrolled = new Map([['managed-1', 'device-1']]);
  const known = new Map(before && [[before.deviceId, before]]);
  const found = { listed: new Map([['managed-1', listed()]]), firewalls: undefined, stops: undefined, ...observed };
  return readingsAfter(enrolled, known, found, AT)[0];
}

describe('the reading of a device', () => {
  it('begins with what is there: what is off then is not newly off', () => {
    const first = readAgain(undefined, {
      listed: new Map([['managed-1', listed({ isEncrypted: false })]]),
      firewalls: new Map([['managed-1', false]]),
    });
    expect(first).toMatchObject({ bitlocker: { kind: 'off', since: null }, firewall: { kind: 'off', since: null } });
  });

  it('says since when something is off that had been on, until it is on again', () => {
    const off = { listed: new Map([['managed-1', listed({ isEncrypted: false })]]) };
    const switchedOff = readAgain(aReading(), off);
    expect(switchedOff?.bitlocker).toEqual({ kind: 'off', since: AT });
    expect(
      readAgain(aReading({ bitlocker: { kind: 'off', since: '2026-06-01T04:15:00.000Z' } }), off)?.bitlocker,
    ).toEqual({
      kind: 'off',
      since: '2026-06-01T04:15:00.000Z',
    });
    expect(readAgain(switchedOff, {})?.bitlocker).toEqual({ kind: 'on' });
  });

  it('keeps what nobody says', () => {
    const before = aReading({ firewall: { kind: 'off', since: null }, stops: [aStop('2026-06-10T10:00:00.000Z')] });
    expect(readAgain(before, {})).toMatchObject({ firewall: before.firewall, stops: before.stops });
    expect(readAgain(before, { listed: new Map() })).toEqual(before);
    expect(readAgain(undefined, { listed: new Map() })).toBeUndefined();
  });

  it('notes when Windows was updated', () => {
    const updated = { listed: new Map([['managed-1', listed({ osVersion: '10.0.26200.8700' })]]) };
    expect(readAgain(undefined, updated)?.updatedAt).toBeNull();
    expect(readAgain(aReading(), updated)?.updatedAt).toBe(AT);
    expect(readAgain(aReading(), {})?.updatedAt).toBeNull();
  });

  it('takes in the stop errors that its starts tell of', () => {
    const stop = aStop('2026-06-15T10:00:00.000Z');
    const stops = {
      until: UNTIL,
      sums: new Map([['managed-1', 1]]),
      found: new Map([['managed-1', [stop]]]),
    };
    expect(readAgain(aReading(), { stops })?.stops).toEqual([stop]);
  });
});
