import { expect, it, onTestFinished } from 'vitest';
import { openDatabase } from '../../../tests/pipeline/ground.ts';
import { DEFAULT_SETTINGS } from '../settings/health-settings.ts';
import { recordHealth } from '../signals/fleet-health.store.ts';
import { deviceHealthList, withDeviceHealth } from './device-health-list.store.ts';
import { saveReadings } from './readings.store.ts';
import { aReading, aStop } from './test-readings.ts';

const options = { actor: { kind: 'service', id: 'health-monitor' } } as const;
const AT = Date.parse('2026-06-17T04:15:00Z');
const UNTIL = Date.parse('2026-06-16T00:00:00Z');

it('the list shows the last reading, by filter, search and page, and notices when there is another', async () => {
  const ground = await openDatabase(['health-monitor']);
  onTestFinished(() => ground.close());
  const state = ground.openState('health-monitor');
  const feed = ground.feed('health-monitor');
  const list = withDeviceHealth(state);
  const namesOf = async (query: object) =>
    (await list.rows('contoso', deviceHealthList, query)).map(({ deviceName }) => deviceName);
  expect(await namesOf({})).toEqual([]);

  const readings = [
    aReading({ deviceId: 'd1', deviceName: 'LT-0001', stops: [aStop('2026-06-15T10:00:00.000Z')] }),
    aReading({ deviceId: 'd2', deviceName: 'LT-0002', firewall: { kind: 'off', since: '2026-06-10T04:15:00.000Z' } }),
    aReading({ deviceId: 'd3', deviceName: 'LT-0003', lastSyncAt: '2026-06-01T00:00:00.000Z' }),
  ];
  const reading = { at: AT, until: UNTIL, before: new Map(), packs: 2, settings: DEFAULT_SETTINGS, readings };
  await recordHealth(state, 'contoso', reading, options);
  await saveReadings(state, 'contoso', 2, readings, options);
  await feed.read((documents) => state.feedPage(documents, async () => []));

  expect(await namesOf({})).toEqual(['LT-0001', 'LT-0002', 'LT-0003']);
  expect(await namesOf({ filter: { reporting: true, firewall: 'healthy' } })).toEqual(['LT-0001']);
  expect(await namesOf({ search: 'since 2026-06-10' })).toEqual(['LT-0002']);
  const page = await list.list('contoso', deviceHealthList, { limit: 2, sort: '-deviceName' });
  expect(page.items.map(({ id }) => id)).toEqual(['d3', 'd2']);
  const rest = await list.list('contoso', deviceHealthList, { limit: 2, sort: '-deviceName', after: page.next ?? '' });
  expect(rest.items).toMatchObject([
    {
      id: 'd1',
      stopErrors: 'unhealthy',
      stops30Days: 1,
      lastStopAt: '2026-06-15T10:00:00.000Z',
      reason: 'A stop error in 7 days (0x000000D1 in Netwtw10.sys).',
    },
  ]);
  expect(await list.rows('fabrikam', deviceHealthList, {})).toEqual([]);
});
