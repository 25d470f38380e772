import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { buildConsole, needsConsole } from '../../infra/local/build/console.ts';
import { productFolders } from '../../infra/local/build/folders.ts';
import { type Identity, tokenOf } from '../../infra/local/story/person.ts';
import { launchChromium } from './chromium.ts';
import { type RunningProduct, runProduct } from './running-product.ts';

export const ADA: Identity = { name: 'Ada', role: 'GlobalAdministrator', tenants: ['*'] };

export type Theme = 'light' | 'dark';

/** A running product, and a browser that looks at it. */
export interface World {
  readonly product: RunningProduct;
  readonly browser: Browser;
  /** A tab of somebody who has signed in. */
  tabOf(person?: Identity, theme?: Theme, contrast?: 'more'): Promise<Tab>;
}

export interface Tab {
  readonly page: Page;
  /** What the browser's console has said since it was last asked. */
  complaints(): readonly string[];
  /** Opens a page of the console and waits until it is drawn. */
  open(path: string): Promise<void>;
  close(): Promise<void>;
}

/** Opens a product and a browser for all tests of a file. */
export function openWorld(): World {
  let product: RunningProduct | undefined;
  let browser: Browser | undefined;
  const opened = <T>(thing: T | undefined): T => {
    if (thing === undefined) throw new TypeError('The world opens before the first test.');
    return thing;
  };

  beforeAll(async () => {
    if (needsConsole(productFolders.root, productFolders.out)) await buildConsole(productFolders.root);
    [product, browser] = await Promise.all([runProduct(), launchChromium()]);
  }, 180_000);

  afterAll(async () => {
    await browser?.close();
    await product?.close();
  });

  return {
    get product() {
      return opened(product);
    },
    get browser() {
      return opened(browser);
    },
    tabOf: (person = ADA, theme, contrast) => openTab(opened(browser), opened(product), { person, theme, contrast }),
  };
}

interface Looks {
  readonly person: Identity;
  readonly theme?: Theme | undefined;
  readonly contrast?: 'more' | undefined;
}

/** A tab of a browser in which somebody has signed in to the product. */
export async function openTab(
  browser: Browser,
  { url, platform }: Pick<RunningProduct, 'url' | 'platform'>,
  { person, theme = 'light', contrast }: Looks,
): Promise<Tab> {
  const context = await browser.newContext({
    colorScheme: theme,
    reducedMotion: 'reduce',
    ...(contrast && { contrast, forcedColors: 'active' as const }),
    viewport: { width: 1440, height: 900 },
  });
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', ({ message }) => complaints.push(message));
  const goTo = async (path: string) => {
    await page.goto(url + path);
    await drawn(page);
  };
  await goTo(`/#access_token=${await tokenOf(platform.issuer, person)}`);
  return { page, complaints: () => complaints.splice(0), open: goTo, close: () => context.close() };
}

/** Waits until a page has its name, and nothing on it is still being asked for. */
export async function drawn(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await page.locator('.fui-Skeleton').first().waitFor({ state: 'detached' });
}
