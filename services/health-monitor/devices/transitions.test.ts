import { describe, expect, it } from 'vitest';
import { aReading, aStop } from '../readings/test-readings.ts';
import { type Device, withTransitions } from './device.ts';
import { transitionsOf } from './transitions.ts';

const AT = '2026-06-17T04:15:00.000Z';
const UNTIL = Date.parse('2026-06-16T00:00:00Z');
const device: Device = { deviceId: 'device-1', managedDeviceId: 'managed-1', unhealthy: [] };

describe('a device', () => {
  it('tells once that a signal went bad, and why', () => {
    const stops = [aStop('2026-06-12T10:00:00.000Z'), aStop('2026-06-15T10:00:00.000Z')];
    const { transitions, told } = transitionsOf(aReading({ stops }), UNTIL, AT);
    expect(transitions).toEqual([
      {
        deviceId: 'device-1',
        signal: 'stop-errors',
        now: 'unhealthy',
        since: '2026-06-15T10:00:00.000Z',
        sentence: '2 stop errors in 7 days (0x000000D1 in Netwtw10.sys).',
      },
    ]);
    expect(transitionsOf(told, UNTIL, AT).transitions).toEqual([]);
  });

  it('tells that it recovered, seven days after a stop error', () => {
    const crashed = aReading({ stops: [aStop('2026-06-08T10:00:00.000Z')], unhealthy: ['stop-errors'] });
    expect(transitionsOf(crashed, UNTIL, AT).transitions).toMatchObject([
      { signal: 'stop-errors', now: 'healthy', since: AT, sentence: 'No stop error in 7 days.' },
    ]);
  });

  it('says nothing of what nobody knows', () => {
    expect(transitionsOf(aReading({ firewall: { kind: 'unknown' } }), Number.NaN, AT).transitions).toEqual([]);
  });

  it('takes a transition in once, however often it is told', () => {
    const { transitions } = transitionsOf(aReading({ bitlocker: { kind: 'off', since: null } }), UNTIL, AT);
    const changed = withTransitions(transitions)(device);
    expect(changed).toMatchObject({
      state: { unhealthy: ['bitlocker'] },
      events: [{ type: 'omd.device.health-changed.v1', data: { signal: 'bitlocker', now: 'unhealthy' } }],
    });
    expect(withTransitions(transitions)(changed?.state)).toBeUndefined();
    expect(withTransitions(transitions)(undefined)).toBeUndefined();
  });
});
