import type { Browser } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { buildConsole, needsConsole } from '../../infra/local/build/console.ts';
import { productFolders } from '../../infra/local/build/folders.ts';
import type { Identity } from '../../infra/local/story/person.ts';
import { launchChromium } from './chromium.ts';
import { type RunningProduct, runProduct } from './running-product.ts';
import { ADA, openTab, type Tab, type Theme } from './tab.ts';

/** A running product, and a browser that looks at it. */
export interface World {
  readonly product: RunningProduct;
  readonly browser: Browser;
  /** A tab of somebody who has signed in. */
  tabOf(person?: Identity, theme?: Theme, contrast?: 'more'): Promise<Tab>;
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
