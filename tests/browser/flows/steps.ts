import type { Locator, Page } from 'playwright-core';
import type { Tab } from '../tab.ts';

/** What several flows do on the way. */
export const dialogOf = (page: Page): Locator => page.getByRole('dialog');

/** Writes the reason and presses the button of the dialog that is open, which then goes away. */
export async function confirm(page: Page, verb: string | RegExp, reason?: string): Promise<void> {
  const dialog = dialogOf(page);
  if (reason) await dialog.getByLabel('Reason').fill(reason);
  await dialog.getByRole('button', { name: verb }).click();
  await dialog.waitFor({ state: 'detached' });
}

/** Chooses an entry of a list that opens. */
export async function pick(page: Page, list: Locator, entry: string | RegExp): Promise<void> {
  await list.click();
  await page.getByRole('option', { name: entry }).click();
}

/** Chooses the first rows of the list that the page shows. */
export async function chooseRows({ page }: Tab, count: number): Promise<void> {
  const boxes = page.getByRole('cell').getByRole('checkbox');
  for (let n = 0; n < count; n += 1) await boxes.nth(n).check();
  await page.getByText(`${count} chosen`).waitFor();
}
