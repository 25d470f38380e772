import { expect, it } from 'vitest';
import type { World } from '../world.ts';
import { confirm, pick } from './steps.ts';

/** Dead letters, tenants, and views of lists. */
export function listTests(world: World): void {
  it('a dead letter is read and sent again', async () => {
    const tab = await world.tabOf();
    const { page } = tab;
    await tab.open('/');
    await page.getByRole('link', { name: /update orchestration could not handle/ }).click();
    await page.getByRole('cell').getByRole('button').first().click();
    const letter = page.getByRole('region', { name: 'omd.device.changed.v9' });
    await letter.getByText('This release handles omd.device.changed.v1.').waitFor();
    await letter.getByRole('button', { name: 'Send again' }).click();
    await confirm(page, 'Send again');
    // Sent to a service that is as old as before, it comes back.
    await expect.poll(() => letter.getByText(/^Replays/).count()).toBe(1);
    expect(tab.complaints()).toEqual([]);
    await tab.close();
  });

  it('what was no message at all is nobody’s, and cannot be sent again', async () => {
    const tab = await world.tabOf();
    const { page } = tab;
    await tab.open('/dead-letters?service=update-orchestrator');
    await page.getByRole('tab', { name: 'Of no tenant' }).click();
    await page.getByRole('cell', { name: 'malformed' }).first().waitFor();
    await page.getByRole('cell').getByRole('button').first().click();
    await page.getByText('"not an event"').waitFor();
    expect(await page.getByRole('button', { name: 'Send again' }).isDisabled()).toBe(true);
    await tab.close();
  });

  it('another tenant is another world, and the choice stays', async () => {
    const tab = await world.tabOf();
    const { page } = tab;
    await tab.open('/devices');
    await page.getByRole('link', { name: /^CON-/ }).first().waitFor();
    await pick(page, page.getByRole('combobox', { name: 'Tenant' }), 'Fabrikam');
    await page.getByText('No device yet').waitFor();
    expect(await page.getByRole('link', { name: /^CON-/ }).count()).toBe(0);
    await tab.open('/');
    await page.getByText('What Fabrikam needs from you').waitFor();
    await pick(page, page.getByRole('combobox', { name: 'Tenant' }), 'Contoso');
    await page.getByText('What Contoso needs from you').waitFor();
    expect(tab.complaints()).toEqual([]);
    await tab.close();
  });

  it('a view that was saved is there after a reload, and its address shows others the same', async () => {
    const tab = await world.tabOf();
    const { page } = tab;
    await tab.open('/devices?profile=Standard&sort=-name&search=CON');
    const total = await page.locator('[data-total]').getAttribute('data-total');
    const address = new URL(page.url());
    await page.getByRole('button', { name: 'Saved views' }).click();
    await page.getByLabel('Name of this view').fill('Ours');
    await page.keyboard.press('Enter');
    await tab.open('/devices?state=inactive');
    await page.getByRole('button', { name: 'Saved views' }).click();
    await page.getByRole('button', { name: 'Ours', exact: true }).click();
    await expect.poll(() => new URL(page.url()).searchParams.get('state')).toBeNull();
    expect(Object.fromEntries(new URL(page.url()).searchParams)).toEqual(Object.fromEntries(address.searchParams));
    const other = await world.tabOf({ name: 'Ben', role: 'GlobalReader', tenants: ['*'] });
    await other.open(address.pathname + address.search);
    expect(await other.page.locator('[data-total]').getAttribute('data-total')).toBe(total);
    await page.getByRole('button', { name: 'Saved views' }).click();
    await page.getByRole('button', { name: 'Forget Ours' }).click();
    expect(await page.getByRole('button', { name: 'Ours', exact: true }).count()).toBe(0);
    await tab.close();
    await other.close();
  });
}
