import { expect, it } from 'vitest';
import type { World } from '../world.ts';
import { chooseRows, confirm, dialogOf, pick } from './steps.ts';

/** Devices are moved between rings: chosen, planned, moved, done. */
export function moveDevicesTests(world: World): void {
  it('ten devices are moved to a ring by a plan that says how the rings will look', async () => {
    const tab = await world.tabOf();
    const { page } = tab;
    await tab.open('/rings?ring=Broad');
    await chooseRows(tab, 10);
    await page.getByRole('button', { name: 'Move to a ring' }).click();
    const dialog = dialogOf(page);
    await pick(page, dialog.getByRole('combobox', { name: 'Ring' }), 'First');
    const afterwards = dialog.getByRole('table', { name: 'Rings afterwards' });
    await afterwards.waitFor();
    const cells = await afterwards
      .getByRole('row', { name: /^First/ })
      .getByRole('cell')
      .allTextContents();
    expect(cells[2]).toBe(`${Number(cells[1]) + 10} (+10)`);
    const moves = dialog.getByRole('table', { name: 'Devices that move' }).locator('tbody tr');
    expect(await moves.count()).toBe(10);
    expect(await moves.first().getByRole('cell').last().textContent()).toMatch(/\w+\.$/);
    expect(await dialog.getByRole('button', { name: 'Move 10 devices' }).isDisabled()).toBe(true);
    await confirm(page, 'Move 10 devices', 'Volunteers of the pilot.');
    await page.getByText('Done: 10 devices').waitFor();
    await tab.open('/rings?ring=First&assignedBy=admin');
    await expect.poll(() => page.locator('[data-total]').getAttribute('data-total')).toBe('10');
    expect(tab.complaints()).toEqual([]);
    await tab.close();
  });

  it('devices are moved from the list of devices too, and a plan that the world has overtaken is read again', async () => {
    const [tab, other] = [
      await world.tabOf(),
      await world.tabOf({ name: 'Ben', role: 'ServiceAdministrator', tenants: ['*'] }),
    ];
    for (const each of [tab, other]) {
      await each.open('/devices?sort=name');
      await chooseRows(each, 1);
      await each.page.getByRole('button', { name: 'Move to a ring' }).click();
      await pick(each.page, dialogOf(each.page).getByRole('combobox', { name: 'Ring' }), 'Fast');
      await dialogOf(each.page).getByRole('table', { name: 'Devices that move' }).waitFor();
    }
    await confirm(other.page, 'Move 1 device', 'I was first.');
    await other.page.getByText('Done: 1 device').waitFor();
    const dialog = dialogOf(tab.page);
    await dialog.getByLabel('Reason').fill('I am second.');
    await dialog.getByRole('button', { name: 'Move 1 device' }).click();
    await dialog.getByText('(plan-moved)').waitFor();
    await dialog.getByText('0 of 1 devices move to Fast').waitFor();
    await tab.close();
    await other.close();
  });
}
