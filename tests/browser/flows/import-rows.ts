import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { hardwareHash } from '../../../infra/local/fleet/supplier/hardware-hash.ts';
import { FABRIKAM } from '../running-product.ts';
import type { World } from '../world.ts';

const ROWS = 10_000;
const HEADER = 'Device Serial Number,Windows Product ID,Hardware Hash';
/** A busy machine takes its time. */
const PATIENTLY = { timeout: 120_000 };
const BAD = [17, 4_711, 9_999];

const hashOf = (serialNumber: string): string =>
  hardwareHash({
    serialNumber,
    manufacturer: 'Contoso',
    model: 'Model 1',
    tpmVersion: '2.0',
    endorsementKey: Buffer.from(serialNumber),
  });
const serialOf = (n: number): string => `SN${String(n).padStart(6, '0')}`;

/** A file of so many rows, of which these have a hash that was cut off. Its path: it is large. */
async function csv(rows: number, bad: readonly number[]): Promise<string> {
  const lines = Array.from({ length: rows }, (_, n) => {
    const hash = hashOf(serialOf(n));
    return `${serialOf(n)},,${bad.includes(n) ? hash.slice(0, 99) : hash}`;
  });
  const folder = await mkdtemp(join(tmpdir(), 'omd-import-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, 'devices.csv');
  await writeFile(path, [HEADER, ...lines].join('\r\n'));
  return path;
}

/** Files with wrong rows: seen before, mended on the spot, sent again. */
export function importRowsTests(world: World): void {
  it('a row is mended before anything is stored', async () => {
    const tab = await world.tabOf();
    const { page } = tab;
    await tab.open(`/import?tenant=${FABRIKAM.entraTenantId}`);
    await page.locator('input[type=file]').setInputFiles(await csv(3, [1]));
    await page.getByLabel('Device Serial Number, line 3').fill('SN-MENDED');
    await page.getByLabel('Hardware Hash, line 3').fill(hashOf('SN-MENDED'));
    await page.getByRole('button', { name: 'Look at it again' }).click();
    await page.getByRole('button', { name: /^Import \d devices?/ }).waitFor();
    await page.getByRole('button', { name: 'What becomes of each row' }).click();
    await page.getByRole('row', { name: /SN-MENDED/ }).waitFor();
    expect(tab.complaints()).toEqual([]);
    await tab.close();
  });

  it('ten thousand rows with three bad ones are looked at, imported, and the three mended and sent again', async () => {
    const tab = await world.tabOf();
    const { page } = tab;
    await tab.open(`/import?tenant=${FABRIKAM.entraTenantId}`);
    await page.locator('input[type=file]').setInputFiles(await csv(ROWS, BAD));
    const bad = page.getByRole('table', { name: 'Rows that are not taken on' });
    await bad.waitFor(PATIENTLY);
    const lines = await bad.locator('tbody tr').locator('td:first-child').allTextContents();
    expect(lines).toEqual(BAD.map((n) => String(n + 2)));
    await page.getByRole('button', { name: 'Import 9,997 devices' }).click();
    await page.getByText('10,000 of 10,000 rows have been looked at.').waitFor(PATIENTLY);
    for (const n of BAD) await bad.getByLabel(`Hardware Hash, line ${n + 2}`).fill(hashOf(serialOf(n)));
    await page.getByRole('button', { name: 'Send these again' }).click();
    await page.getByRole('button', { name: 'Import 3 devices' }).click();
    await page.getByText('3 of 3 rows have been looked at.').waitFor(PATIENTLY);
    expect(await bad.count()).toBe(0);
    expect(tab.complaints()).toEqual([]);
    await tab.close();
  }, 300_000);
}
