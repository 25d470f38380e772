import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addressOf, ROUTES } from './addresses.ts';
import type { Tab, Theme } from './tab.ts';
import type { World } from './world.ts';

const WCAG_2_2_AA = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** What opens over a page, and how somebody opens it. */
const OVERLAYS: readonly (readonly [name: string, route: string, open: (page: Page) => Promise<void>])[] = [
  ['the command palette', '/', (page) => page.keyboard.press('Control+k')],
  ['the list of tenants', '/', (page) => page.getByRole('combobox', { name: 'Tenant' }).click()],
  ['a filter', '/devices', (page) => page.getByRole('combobox', { name: 'State' }).click()],
  ['removing a device', '/devices/$deviceId', (page) => page.getByRole('button', { name: 'Remove' }).click()],
  ['holding a release', '/releases/$releaseId', (page) => page.getByRole('button', { name: 'Hold' }).click()],
  ['saved views', '/devices', (page) => page.getByRole('button', { name: 'Saved views' }).click()],
  [
    'moving devices',
    '/rings',
    async (page) => {
      await page.getByRole('cell').getByRole('checkbox').first().check();
      await page.getByRole('button', { name: 'Move to a ring' }).click();
      await page.getByRole('dialog').getByRole('combobox', { name: 'Ring' }).click();
      await page.getByRole('option', { name: 'Fast' }).click();
      await page.getByRole('table', { name: 'Devices that move' }).waitFor();
    },
  ],
  ['enrolling a tenant', '/tenants', (page) => page.getByRole('button', { name: 'Enrol a tenant' }).click()],
  [
    'isolating a device',
    '/security/$incidentId',
    async (page) => {
      await page.getByRole('checkbox').first().check();
      await page.getByRole('button', { name: /^Ask to isolate/ }).click();
      await page.getByRole('dialog').getByRole('listitem').first().waitFor();
    },
  ],
];

/** Every page, and whatever opens over it; what is dark differs in its colours alone. */
export function accessibilityTests(world: World): void {
  describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
    let tab: Tab;
    beforeAll(async () => {
      tab = await world.tabOf(undefined, theme);
    });
    afterAll(() => tab?.close());

    it.each(ROUTES)('%s can be used by everybody, and its console stays silent', async (route) => {
      await tab.open(await addressOf(world.product, route));
      expect(await violationsOf(tab.page, theme)).toEqual([]);
      expect(tab.complaints()).toEqual([]);
    });

    it.each(OVERLAYS)('%s can be used by everybody', async (_, route, open) => {
      await tab.open(await addressOf(world.product, route));
      await open(tab.page);
      await tab.page.locator('[role=dialog], [role=listbox]').first().waitFor();
      expect(await violationsOf(tab.page, theme)).toEqual([]);
      expect(tab.complaints()).toEqual([]);
    });
  });
}

async function violationsOf(page: Page, theme: Theme): Promise<readonly string[]> {
  // Fluent's focus manager guards dialogs with elements that axe takes for content.
  const axe = new AxeBuilder({ page }).exclude('[data-tabster-dummy]');
  const looks = theme === 'light' ? axe.withTags(WCAG_2_2_AA) : axe.withRules(['color-contrast']);
  const { violations } = await looks.analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200)}`);
}
