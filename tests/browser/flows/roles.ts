import { expect, it } from 'vitest';
import { addressOf } from '../addresses.ts';
import type { World } from '../world.ts';

/** Who may not do a thing sees it all the same, and who may. */
export function roleTests(world: World): void {
  it('what a reader may not do is there, does nothing, and says who may', async () => {
    const tab = await world.tabOf({ name: 'Rosa', role: 'GlobalReader', tenants: ['*'] });
    const { page } = tab;
    for (const [route, name, role] of [
      ['/devices/$deviceId', 'Remove', 'IntuneServiceAdministrator'],
      ['/devices/$deviceId', 'Move to a ring', 'ServiceAdministrator'],
      ['/releases/$releaseId', 'Hold', 'ServiceAdministrator'],
      ['/tenants', 'Enrol a tenant', 'GlobalAdministrator'],
    ] as const) {
      await tab.open(await addressOf(world.product, route));
      const button = page.getByRole('button', { name });
      expect(await button.getAttribute('aria-disabled')).toBe('true');
      await button.focus();
      await page.getByRole('tooltip').getByText(role).waitFor();
      await page.keyboard.press('Enter');
      expect(await page.getByRole('dialog').count()).toBe(0);
    }
    expect(tab.complaints()).toEqual([]);
    await tab.close();
  });
}
