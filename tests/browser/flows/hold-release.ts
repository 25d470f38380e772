import { expect, it } from 'vitest';
import { addressOf } from '../addresses.ts';
import type { World } from '../world.ts';
import { confirm, dialogOf } from './steps.ts';

/** A release is held, and goes on: by plans, with their reach and what the gate saw. */
export function holdReleaseTests(world: World): void {
  it('a release is held and resumed by plans with their reach and the evidence of the gate', async () => {
    const tab = await world.tabOf();
    const { page } = tab;
    await tab.open(await addressOf(world.product, '/releases/$releaseId'));
    await page.getByRole('button', { name: 'Hold' }).click();
    const dialog = dialogOf(page);
    const reach = dialog.getByRole('table', { name: 'Reach' });
    await reach.waitFor();
    expect(await reach.getByRole('row').allTextContents()).toHaveLength(4);
    await dialog.getByText('What the gate saw').waitFor();
    await dialog.getByText(/will not get KB\d+/).waitFor();
    await confirm(page, 'Hold it', 'The quarter ends.');
    await page.getByText('Paused by a person: The quarter ends.').first().waitFor();
    await page.getByRole('button', { name: 'Resume' }).click();
    await dialog.getByText(/will get KB\d+ when the gate opens them/).waitFor();
    await confirm(page, 'Resume it', 'It has ended.');
    await page.getByRole('button', { name: 'Hold' }).waitFor();
    expect(await page.getByRole('button', { name: 'Resume' }).count()).toBe(0);
    expect(tab.complaints()).toEqual([]);
    await tab.close();
  });
}
