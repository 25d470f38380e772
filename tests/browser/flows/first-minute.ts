import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import type { World } from '../world.ts';
import { dialogOf } from './steps.ts';

/** From what needs somebody to what they have done about it. */
export function firstMinuteTests(world: World): void {
  it('what needs somebody is done in at most five clicks', async () => {
    const tab = await world.tabOf();
    const { page } = tab;
    await tab.open('/');
    const clicks = await countClicks(page);
    await page.getByRole('link', { name: /^Attack/ }).click();
    await page.getByRole('link', { name: 'Open' }).first().click();
    await page.getByText(/alerts on \d+ managed devices/).waitFor();
    await page.getByRole('button', { name: /^Ask to isolate/ }).click();
    const dialog = dialogOf(page);
    await dialog.getByText('every connection but the one to Defender').waitFor();
    // Typing is no click.
    await dialog.getByLabel('Reason').focus();
    await page.keyboard.type('It encrypts files.');
    await dialog.getByRole('button', { name: 'Ask for approval' }).click();
    await page.getByText('waiting for approval').waitFor();
    expect(await clicks()).toBeGreaterThan(2);
    expect(await clicks()).toBeLessThanOrEqual(5);
    expect(tab.complaints()).toEqual([]);
    await tab.close();
  });

  it('the same is done without a mouse', async () => {
    const tab = await world.tabOf();
    const { page } = tab;
    await tab.open('/');
    const goTo = async (name: RegExp, role: 'link' | 'button' | 'checkbox' | 'textbox') => {
      const goal = page.getByRole(role, { name }).first();
      await goal.waitFor();
      for (let n = 0; n < 80; n += 1) {
        if (await goal.evaluate((element) => element === element.ownerDocument.activeElement)) return;
        await page.keyboard.press('Tab');
      }
      throw new Error(`The Tab key does not come to ${name}.`);
    };
    await goTo(/^Attack/, 'link');
    await page.keyboard.press('Enter');
    await goTo(/^CON-|^CPC-/, 'checkbox');
    await page.keyboard.press('Space');
    await goTo(/^Ask to isolate 1/, 'button');
    await page.keyboard.press('Enter');
    await dialogOf(page).getByText('every connection but the one to Defender').waitFor();
    await goTo(/^Reason/, 'textbox');
    await page.keyboard.type('Without a mouse.');
    await goTo(/^Ask for approval/, 'button');
    await page.keyboard.press('Enter');
    await dialogOf(page).waitFor({ state: 'detached' });
    await page.keyboard.press('Control+k');
    await page.keyboard.type('approv');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Approvals' }).waitFor();
    await tab.close();
  });
}

/** Counts them in the page itself, which stays the same one: links do not load another. */
async function countClicks(page: Page): Promise<() => Promise<number>> {
  const root = page.locator('html');
  await root.evaluate((html) => {
    html.dataset['clicks'] = '0';
    html.addEventListener(
      'click',
      () => {
        html.dataset['clicks'] = String(Number(html.dataset['clicks']) + 1);
      },
      true,
    );
  });
  return async () => Number(await root.getAttribute('data-clicks'));
}
