import type { Browser, Page } from 'playwright-core';
import { type Identity, tokenOf } from '../../infra/local/story/person.ts';
import type { RunningProduct } from './running-product.ts';

export const ADA: Identity = { name: 'Ada', role: 'GlobalAdministrator', tenants: ['*'] };

export type Theme = 'light' | 'dark';

export interface Tab {
  readonly page: Page;
  /** What the browser's console has said since it was last asked. */
  complaints(): readonly string[];
  /** Opens a page of the console and waits until it is drawn. */
  open(path: string): Promise<void>;
  close(): Promise<void>;
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
