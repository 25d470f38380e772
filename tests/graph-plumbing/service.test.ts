import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { productFolders } from '../../infra/local/build/folders.ts';
import { openPlatform, type Platform, type PlatformOptions } from '../../infra/local/driver/platform.ts';
import { type Blueprint, product } from '../../infra/local/supervisor/blueprint.ts';
import { DEMO_TENANT } from '../../infra/local/supervisor/demo-tenant.ts';
import { tokenOf } from '../stories/product.ts';

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

async function devicesShown({ fetch, issuer }: Platform) {
  const authorization = `Bearer ${await tokenOf(issuer, { name: 'Ada', role: 'GlobalReader', tenants: ['*'] })}`;
  const url = `http://127.0.0.1/api/v1/tenants/${DEMO_TENANT.entraTenantId}/desk`;
  const response = await fetch(new Request(url, { headers: { authorization } }));
  return { status: response.status, body: (await response.json()) as { ids?: string[] } };
}

it.each<PlatformOptions['processes']>(['one', 'each'])(
  'a service signs in to the simulated cloud by its managed identity, also when its token has expired (%s process)',
  async (processes) => {
    const platform = await openPlatform(desk, { start: START, processes, fleet: { devices: 20 } });
    onTestFinished(() => platform.close());
    const { status, body } = await devicesShown(platform);
    expect({ status, devices: body.ids?.length }).toEqual({ status: 200, devices: 5 });
    await platform.driver.runUntil(START + TWO_HOURS);
    expect(await devicesShown(platform)).toMatchObject({ status: 200, body: { ids: body.ids } });
  },
);
