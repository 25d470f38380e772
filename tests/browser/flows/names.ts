import { expect, it } from 'vitest';
import { addressOf, ROUTES } from '../addresses.ts';
import type { World } from '../world.ts';

/** What can be operated, in the words of a screen reader: `- button "Hold"`. */
const CONTROL =
  /^\s*- '?(?:button|link|checkbox|textbox|searchbox|combobox|tab|spinbutton|menuitem|option|radio|switch)\b(.*)/;

/** Whoever hears the pages hears of each control what it does. */
export function nameTests(world: World): void {
  it('every control of every page has a name', async () => {
    const tab = await world.tabOf();
    const nameless: string[] = [];
    let controls = 0;
    for (const route of ROUTES) {
      await tab.open(await addressOf(world.product, route));
      const heard = await tab.page.locator('body').ariaSnapshot();
      for (const line of heard.split('\n')) {
        const [, rest] = CONTROL.exec(line) ?? [];
        if (rest === undefined) continue;
        controls += 1;
        if (!/"[^"]*\w[^"]*"|\/.*\//.test(rest)) nameless.push(`${route}: ${line.trim()}`);
      }
    }
    expect(nameless).toEqual([]);
    expect(controls).toBeGreaterThan(ROUTES.length * 10);
    await tab.close();
  });
}
