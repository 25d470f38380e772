import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { productFolders } from '../../infra/local/build/folders.ts';
import { openPlatform, type Platform, type PlatformOptions } from '../../infra/local/driver/platform.ts';
import { personAt } from '../../infra/local/story/person.ts';
import { type Blueprint, product } from '../../infra/local/supervisor/blueprint.ts';
import { DEMO_TENANT } from '../../infra/local/supervisor/demo-tenant.ts';

/** The product with one service, which shows the first devices of a tenant. */
const desk: Blueprint = {
  ...product,
  folders: {
    ...productFolders,
    sources: fileURLToPath(new URL('device-desk/', import.meta.url)),
    out: join(productFolders.out, 'local/device-desk'),
  },
};

const START = Date.UTC(2026, 5, 9);
const TWO_HOURS = 7_200_000;

async function devicesShown(platform: Platform) {
  const ada = personAt(platform, { name: 'Ada', role: 'GlobalReader', tenants: ['*'] });
  const { status, body } = await ada('GET', `/api/v1/tenants/${DEMO_TENANT.entraTenantId}/desk`);
  return { status, ids: body['ids'] };
}

it.each<PlatformOptions['processes']>(['one', 'each'])(
  'a service signs in to the simulated cloud by its managed identity, also when its token has expired (%s process)',
  async (processes) => {
    const platform = await openPlatform(desk, { start: START, processes, fleet: { devices: 20 } });
    onTestFinished(() => platform.close());
    const { status, ids } = await devicesShown(platform);
    expect(status).toBe(200);
    expect(ids).toHaveLength(5);
    await platform.driver.runUntil(START + TWO_HOURS);
    expect(await devicesShown(platform)).toEqual({ status, ids });
  },
);
