import { expect, it } from 'vitest';
import type { Identity } from '../../../infra/local/story/person.ts';
import { addressOf } from '../addresses.ts';
import { launchChromium } from '../chromium.ts';
import { openTab } from '../tab.ts';
import type { World } from '../world.ts';
import { confirm, dialogOf } from './steps.ts';

const DORA: Identity = { name: 'Dora', role: 'GlobalAdministrator', tenants: ['*'] };
const ERNA: Identity = { name: 'Erna', role: 'GlobalAdministrator', tenants: ['*'] };

/** Two people, each before a browser of their own. */
export function isolateTests(world: World): void {
  it('a device is cut off by two people in two browsers, and never by one', async () => {
    const second = await launchChromium();
    const dora = await world.tabOf(DORA);
    const erna = await openTab(second, world.product, { person: ERNA });
    const incident = await addressOf(world.product, '/security/$incidentId');

    await dora.open(incident);
    const box = dora.page.getByRole('checkbox').and(dora.page.locator(':enabled')).first();
    await box.waitFor();
    // It is the device's id until its name is there.
    await expect.poll(() => box.evaluate((input) => input.labels[0].textContent)).toMatch(/^(CON|CPC)-/);
    const name: string = await box.evaluate((input) => input.labels[0].textContent);
    await box.check();
    await dora.page.getByRole('button', { name: 'Ask to isolate 1' }).click();
    await dialogOf(dora.page).getByText(name).waitFor();
    await confirm(dora.page, 'Ask for approval', 'It encrypts files.');

    await dora.open('/approvals?view=mine');
    await dora.page.getByRole('button', { name: 'Look and approve' }).first().click();
    await dialogOf(dora.page).getByText(name).waitFor();
    await dialogOf(dora.page).getByRole('button', { name: 'Approve' }).click();
    await dialogOf(dora.page).getByText('(approver-is-requester)').waitFor();

    await erna.open('/approvals');
    const card = erna.page.getByRole('region', { name: 'isolate devices' }).filter({ hasText: 'asked by Dora' });
    await card.getByRole('button', { name: 'Look and approve' }).click();
    await dialogOf(erna.page).getByText(name).waitFor();
    await confirm(erna.page, 'Approve');

    await dora.open(incident);
    const line = dora.page.getByText(`isolate ${name}, asked by Dora`);
    await line.filter({ hasText: 'approved by Erna' }).waitFor();
    await dora.page.getByText(`${name} (isolated)`).waitFor({ timeout: 45_000 });
    expect(await dora.page.getByRole('button', { name: 'Release' }).count()).toBeGreaterThan(0);
    expect(erna.complaints()).toEqual([]);
    await dora.close();
    await erna.close();
    await second.close();
  });
}
