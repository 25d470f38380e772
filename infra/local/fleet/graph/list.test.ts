import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOUR } from '../model/time.ts';
import { type TestCloud, testCloud } from '../test-cloud.ts';
import { noQuirks } from './quirks.ts';

const DEVICES = '/v1.0/deviceManagement/managedDevices';

async function walk(cloud: TestCloud, first: string): Promise<string[][]> {
  const pages: string[][] = [];
  for (let path: string | undefined = first; path !== undefined; ) {
    const { body } = await cloud.ask('GET', path);
    pages.push(body.value.map(({ id }: { id: string }) => id));
    path = body['@odata.nextLink']?.slice(cloud.server.graphUrl.length);
  }
  return pages;
}

describe('a list', () => {
  it('shows every row once, whatever the page size', async () => {
    const cloud = await testCloud({ devices: 40 });
    const all = await walk(cloud, DEVICES);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 45 }), async (top) => {
        const pages = await walk(cloud, `${DEVICES}?$top=${top}&$select=id`);
        expect(pages.flat()).toEqual(all.flat());
        for (const page of pages.slice(0, -1)) expect(page).toHaveLength(top);
      }),
      { numRuns: 15 },
    );
  });

  it('loses nothing when rows before the page go away in the middle of a walk', async () => {
    const cloud = await testCloud({ devices: 20 });
    const all = (await walk(cloud, '/v1.0/devices?$select=id')).flat();
    const { body } = await cloud.ask('GET', '/v1.0/devices?$top=10&$select=id');
    await cloud.ask('DELETE', `/v1.0/devices/${all[2]}`);
    const rest = await walk(cloud, body['@odata.nextLink'].slice(cloud.server.graphUrl.length));
    expect(rest.flat()).toEqual(all.slice(10));
  });

  it('lets a next link die after an hour', async () => {
    const cloud = await testCloud();
    const { body } = await cloud.ask('GET', `${DEVICES}?$top=5`);
    cloud.clock.jumpTo(cloud.clock.now() + HOUR + 1);
    const next = await cloud.ask('GET', body['@odata.nextLink'].slice(cloud.server.graphUrl.length));
    expect(next.status).toBe(400);
  });

  it('filters, sorts and counts as documented', async () => {
    const cloud = await testCloud();
    const all = (await cloud.ask('GET', DEVICES)).body.value;
    const dell = await cloud.ask('GET', `${DEVICES}?$filter=manufacturer eq 'dell inc.'&$count=true`);
    const expected = all.filter(({ manufacturer }: { manufacturer: string }) => manufacturer === 'Dell Inc.');
    expect(expected.length).toBeGreaterThan(0);
    expect(dell.body.value).toEqual(expected);
    expect(dell.body['@odata.count']).toBe(expected.length);

    const sorted = await walk(cloud, `${DEVICES}?$orderby=deviceName desc&$top=7`);
    const names = new Map<string, string>(
      all.map((row: { id: string; deviceName: string }) => [row.id, row.deviceName]),
    );
    const inOrder = sorted.flat().map((id) => names.get(id) ?? '');
    expect(inOrder).toEqual(inOrder.toSorted().reverse());
    expect(inOrder).toHaveLength(all.length);
  });

  it('treats a text that looks like a filter as text', async () => {
    const cloud = await testCloud();
    const text = encodeURIComponent("displayName eq 'x'' or 1 eq 1 or ''a'");
    expect((await cloud.ask('GET', `/v1.0/users?$filter=${text}`)).body.value).toEqual([]);
  });

  it('of the directory wants to be asked for counts and order in eventual consistency', async () => {
    const cloud = await testCloud();
    expect((await cloud.ask('GET', '/v1.0/users?$count=true')).status).toBe(400);
    const { body } = await cloud.ask('GET', '/v1.0/users?$count=true', undefined, { consistencylevel: 'eventual' });
    expect(body['@odata.count']).toBe(body.value.length);
  });

  it('shows some values only in answers about one device that ask for them', async () => {
    const cloud = await testCloud();
    const [first] = (await cloud.ask('GET', `${DEVICES}?$select=id,physicalMemoryInBytes,ethernetMacAddress`)).body
      .value;
    expect(first).toMatchObject({ physicalMemoryInBytes: 0, ethernetMacAddress: null });
    const one = await cloud.ask('GET', `${DEVICES}/${first.id}?$select=physicalMemoryInBytes,ethernetMacAddress`);
    expect(one.body.physicalMemoryInBytes).toBeGreaterThan(0);
    expect(one.body.ethernetMacAddress).toMatch(/^[0-9A-F]{12}$/);
  });
});

describe('with its quirk switched on, Intune', () => {
  it('ignores a filter that it does not know, and shows all rows', async () => {
    const cloud = await testCloud({ quirks: { ...noQuirks, ignoredFilters: true } });
    const { body } = await cloud.ask('GET', `${DEVICES}?$filter=deviceEnrollmentType eq 'none'`);
    expect(body.value).toHaveLength(50);
  });

  it('fails on a list of values', async () => {
    const cloud = await testCloud({ quirks: { ...noQuirks, crashOnIn: true } });
    const { status, body } = await cloud.ask('GET', `${DEVICES}?$filter=manufacturer in ('HP')`);
    expect(status).toBe(500);
    expect(JSON.parse(body.error.message)).toMatchObject({ _version: 3 });
  });

  it('ends a walk early, while the overview knows how many there are', async () => {
    const cloud = await testCloud({ quirks: { ...noQuirks, shortLists: true } });
    expect((await walk(cloud, `${DEVICES}?$top=10`)).flat()).toHaveLength(20);
    const { body } = await cloud.ask('GET', '/v1.0/deviceManagement/managedDeviceOverview');
    expect(body.enrolledDeviceCount).toBe(50);
  });
});
