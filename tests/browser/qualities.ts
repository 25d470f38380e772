import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Tab } from './tab.ts';
import type { World } from './world.ts';

/** What has been looked for can be sent to somebody, and taken away. */
export function qualityTests(world: World): void {
  describe('a list', () => {
    let tab: Tab;
    beforeAll(async () => {
      tab = await world.tabOf();
      world.product.pause(true);
      await tab.open('/devices');
      await tab.page.getByRole('combobox', { name: 'Profile' }).click();
      await tab.page.getByRole('option', { name: 'Standard' }).click();
      await tab.page.getByRole('button', { name: 'Serial number' }).click();
      await tab.page.getByRole('columnheader', { name: 'Serial number ↑' }).waitFor();
    });
    afterAll(async () => {
      world.product.pause(false);
      await tab?.close();
    });

    it('is the same for whoever is sent its address', async () => {
      const { pathname, search } = new URL(tab.page.url());
      const other = await world.tabOf();
      await other.open(pathname + search);
      const rows = await rowsOf(other.page);
      expect(rows.length).toBeGreaterThan(1);
      expect(rows).toEqual(await rowsOf(tab.page));
      await other.close();
    });

    it('is as long in its CSV, which has the same rows in the same order with every column, and no formula', async () => {
      const { page } = tab;
      const [file] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: 'Download CSV' }).click(),
      ]);
      const rows = parse<Record<string, string>>(await readFile(await file.path()), { columns: true, bom: true });
      expect(rows).toHaveLength(Number(await page.locator('[data-total]').getAttribute('data-total')));
      const serials = (await rowsOf(page)).map((cells) =>
        cells.filter((cell) => rows.some((row) => row['serialNumber'] === cell)),
      );
      expect(rows.slice(0, serials.length).map((row) => [row['serialNumber']])).toEqual(serials);
      expect(Object.keys(rows[0] ?? {}).length).toBeGreaterThan(10);
      expect(rows.flatMap((row) => Object.values(row)).filter((cell) => /^[=+@]/.test(cell))).toEqual([]);
    });
  });
}

/** The texts of the rows that are drawn, the heading aside. */
const rowsOf = (page: Page): Promise<readonly (readonly string[])[]> =>
  page
    .getByRole('table', { name: 'devices' })
    .locator('[role=row]:has([role=cell])')
    .evaluateAll((rows) =>
      rows.map((one) => [...one.querySelectorAll('[role=cell]')].map((cell) => cell.textContent ?? '')),
    );
