import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addressOf, ROUTES } from './addresses.ts';
import { drawn, type Tab } from './tab.ts';
import type { World } from './world.ts';

/** A number on a page, and the list to which it leads. */
interface Counted {
  readonly number: number;
  readonly href: string;
}

/** Every number is the length of a list that it leads to, or says why it is not. */
export function numberTests(world: World): void {
  describe('every number', () => {
    let tab: Tab;
    beforeAll(async () => {
      tab = await world.tabOf();
      world.product.pause(true);
    });
    afterAll(async () => {
      world.product.pause(false);
      await tab?.close();
    });

    it.each(ROUTES)('of %s leads to a list of that length', async (route) => {
      const { page } = tab;
      const address = await addressOf(world.product, route);
      await tab.open(address);
      expect(await plainNumbersOn(page)).toEqual([]);
      const counted = await countedOn(page);
      const found: Counted[] = [];
      for (const { href } of counted) {
        await tab.open(href);
        found.push({ number: await totalOn(page), href });
      }
      expect(found).toEqual(counted);
    });

    it('includes some', async () => {
      await tab.open('/');
      expect((await countedOn(tab.page)).length).toBeGreaterThan(5);
    });

    it('that is written as plain text is found', async () => {
      await tab.open('/');
      await tab.page.locator('main h1').evaluate((heading) => {
        heading.textContent = 'Of 12 devices 3 are late; see KB5062553 of 14 Jul 2026, 80 % and PC-0001.';
      });
      expect(await plainNumbersOn(tab.page)).toEqual([
        'Of 12 devices 3 are late; see KB5062553 of 14 Jul 2026, 80 % and PC-0001.',
      ]);
      await tab.page.locator('main h1').evaluate((heading) => {
        heading.textContent =
          'See KB5062553 of 14 Jul 2026 at 17:04, 80 % within 21 days, on day 3, build 10.0.26100.4652, PC-0001.';
      });
      expect(await plainNumbersOn(tab.page)).toEqual([]);
    });
  });
}

const countedOn = (page: Page): Promise<readonly Counted[]> =>
  page.locator('main a[data-number]').evaluateAll((links) => {
    const all = links.map((link) => ({
      number: Number(link.getAttribute('data-number')),
      href: link.getAttribute('href') ?? '',
    }));
    return all.filter(({ href }, at) => all.findIndex((each) => each.href === href) === at);
  });

/** How long the list of a page says that it is. */
async function totalOn(page: Page): Promise<number> {
  await drawn(page);
  return Number(await page.locator('[data-total]').getAttribute('data-total'));
}

const ACCOUNTED = 'a[data-number], [data-total], [data-told], [role=cell], time, input, textarea';

const COUNTS_NOTHING = [
  /\d{4}-\d\d-\d\d/g,
  /\d{1,2} (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)( \d{4})?/g,
  /\d\d:\d\d/g,
  /\d\d-\d\d\b/g,
  /\d+([.,]\d+)?( to \d+)? (%|days?|hours?|minutes?)/g,
  /\bday \d+/g,
  // Names: of machines, updates, builds; serial numbers.
  /[\w.-]*[A-Za-z_][\w.-]*/g,
  /\d+(\.\d+){2,}/g,
  /\d{9,}/g,
];

/**
 * Texts with a number that neither leads to a list nor says why. Dates, measures with their unit, names and versions count
 * nothing; the cells of a list are the fields of its rows.
 */
async function plainNumbersOn(page: Page): Promise<readonly string[]> {
  const texts = await page.locator('main *').evaluateAll((elements, accounted) => {
    const TEXT = 3;
    return elements.flatMap((element) => {
      const speaks = [...element.childNodes].some(
        ({ nodeType, textContent }) => nodeType === TEXT && textContent?.trim(),
      );
      if (!speaks || element.closest(accounted)) return [];
      const rest = element.cloneNode(true) as typeof element;
      for (const child of rest.querySelectorAll(accounted)) child.remove();
      return [rest.textContent ?? ''];
    });
  }, ACCOUNTED);
  const isPlain = (text: string) =>
    /\d/.test(COUNTS_NOTHING.reduce((left, pattern) => left.replace(pattern, ' '), text));
  return [...new Set(texts)].filter(isPlain);
}
