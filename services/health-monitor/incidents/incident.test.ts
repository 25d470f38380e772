import { describe, expect, it } from 'vitest';
import { aReading, aStop } from '../readings/test-readings.ts';
import { affectedDevices } from './affected-devices.ts';
import { close, inCommon, openOrGoOn } from './incident.ts';

const opening = (day: string, affected: number, devices: readonly string[] = []) => ({
  incidentId: 'stop-errors-2026-06-18',
  signal: 'stop-errors' as const,
  rule: 'running-bet' as const,
  since: '2026-06-18T04:15:00.000Z',
  threshold: 0.97,
  window: {
    day,
    affected,
    reporting: 177,
    expected: 0.33,
    sentence: `${affected} of 177 devices.`,
    devices: devices.map((deviceId) => ({ deviceId, model: 'Latitude 5440', stopCode: null, module: null })),
  },
});

describe('an incident', () => {
  const opened = openOrGoOn(opening('2026-06-18', 73, ['a', 'b']))(undefined);

  it('opens with what was found', () => {
    expect(opened).toMatchObject({
      state: { affected: 73, closedAt: null, windows: [{ day: '2026-06-18', affected: 73 }] },
      events: [
        {
          type: 'omd.health.incident-opened.v1',
          data: { incidentId: 'stop-errors-2026-06-18', affected: 73, reporting: 177, devices: ['a', 'b'] },
        },
      ],
      audit: { action: 'health-incident.open' },
    });
  });

  it('goes on with each reading once, and keeps the worst of them as its sentence', () => {
    const later = openOrGoOn(opening('2026-06-19', 5, ['b', 'c']))(opened?.state);
    expect(later?.state).toMatchObject({ affected: 73, sentence: '73 of 177 devices.' });
    expect(later?.state.devices.map(({ deviceId }) => deviceId)).toEqual(['a', 'b', 'c']);
    expect(later?.state.windows).toHaveLength(2);
    expect(later).not.toHaveProperty('events');
    expect(openOrGoOn(opening('2026-06-19', 5))(later?.state)).toBeUndefined();
    const worse = openOrGoOn(opening('2026-06-20', 90))(later?.state);
    expect(worse?.state).toMatchObject({ affected: 90, sentence: '90 of 177 devices.' });
  });

  it('closes once, and nothing is added to it afterwards', () => {
    const closing = close('stop-errors-2026-06-18', '2026-06-21T04:15:00.000Z', '0 of 172 devices.');
    const closed = closing(opened?.state);
    expect(closed).toMatchObject({
      state: { closedAt: '2026-06-21T04:15:00.000Z', sentence: '73 of 177 devices.' },
      events: [{ type: 'omd.health.incident-closed.v1', data: { sentence: 'Recovered. 0 of 172 devices.' } }],
    });
    expect(closing(closed?.state)).toBeUndefined();
    expect(closing(undefined)).toBeUndefined();
    expect(openOrGoOn(opening('2026-06-22', 99))(closed?.state)).toBeUndefined();
  });
});

it('the evidence says what affected devices have in common, the most frequent first', () => {
  const until = Date.parse('2026-06-16T00:00:00Z');
  const crashed = ['a', 'b', 'c'].map((deviceId) =>
    aReading({
      deviceId,
      model: deviceId === 'c' ? 'ThinkPad T14' : 'Latitude 5440',
      stops: [aStop('2026-06-15T10:00:00.000Z')],
    }),
  );
  const long = aReading({ deviceId: 'd', stops: [aStop('2026-06-01T10:00:00.000Z')] });
  const affected = affectedDevices('stop-errors', [...crashed, long, aReading({ deviceId: 'e' })], until);
  expect(affected.map(({ deviceId }) => deviceId)).toEqual(['a', 'b', 'c']);
  expect(inCommon(affected)).toEqual({
    causes: [{ stopCode: '0x000000D1', module: 'Netwtw10.sys', devices: 3 }],
    models: [
      { model: 'Latitude 5440', devices: 2 },
      { model: 'ThinkPad T14', devices: 1 },
    ],
  });
});
