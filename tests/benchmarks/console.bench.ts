import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { buildConsole, needsConsole } from '../../infra/local/build/console.ts';
import { productFolders } from '../../infra/local/build/folders.ts';
import { launchChromium } from '../browser/chromium.ts';
import { runProduct } from '../browser/running-product.ts';
import { ADA, openTab } from '../browser/tab.ts';
import { loadDevices } from './console/load-devices.ts';
import { quantile } from './rounds.ts';
import { type Row, row, type Suite } from './row.ts';

const DEVICES = 100_000;
const ROUNDS = 5;

/** The console in a browser, with a hundred thousand devices behind it: what somebody waits for, beside what is promised. */
export const suite: Suite = async (progress) => {
  if (needsConsole(productFolders.root, productFolders.out)) await buildConsole(productFolders.root);
  const [product, browser] = await Promise.all([runProduct(), launchChromium()]);
  try {
    progress(`console, loading ${DEVICES.toLocaleString('en')} devices …`);
    await loadDevices(product.platform, DEVICES);
    product.pause(true);
    const { page } = await openTab(browser, product, { person: ADA });
    const address = `${product.url}/devices`;
    const times = new Map<string, number[]>();
    const note = (name: string, ms: number) => times.set(name, [...(times.get(name) ?? []), ms]);
    for (let round = 0; round <= ROUNDS; round++) {
      progress(`console, round ${round} of ${ROUNDS} …`);
      const measured = await lookAround(page, address);
      if (round > 0) for (const [name, ms] of Object.entries(measured)) note(name, ms);
    }
    return [...times].map(([name, all]) => rowOf(name, quantile(all, 0.5)));
  } finally {
    await browser.close();
    await product.close();
  }
};

/** One in ten is a power user; so are a few of the others. */
const FILTERED = new RegExp(`^${(DEVICES / 10).toLocaleString('en').slice(0, -2)}\\d\\d rows`);

/** In ms; as far as something is promised. */
const BUDGETS: Readonly<Record<string, number>> = {
  'first device row': 1_000,
  search: 400,
  'jump to the middle': 150,
};

function rowOf(name: string, ms: number): Row {
  const budget = BUDGETS[name];
  const full = `console ${name}, ${DEVICES.toLocaleString('en')} devices`;
  return row(full, ms, 'ms', budget === undefined ? undefined : { name: 'budget', value: budget });
}

/** One visit, step by step, each timed until what was asked for can be seen. */
async function lookAround(page: Page, address: string): Promise<Readonly<Record<string, number>>> {
  const start = performance.now();
  const since = async (from: number, seen: Promise<unknown>) => {
    await seen;
    return performance.now() - from;
  };
  await page.goto(address, { waitUntil: 'commit' });
  const table = page.getByRole('table', { name: 'devices' });
  const first = await since(start, table.getByRole('row').nth(1).waitFor());
  const paint = (await page.evaluate(
    "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN",
  )) as number;

  const box = page.getByRole('searchbox');
  let from = performance.now();
  await box.fill(`LOADED-${(DEVICES - 1).toString().padStart(6, '0')}`);
  const search = await since(from, page.locator('[data-total="1"]').waitFor());
  await page.goto(address);
  await table.getByRole('row').nth(1).waitFor();

  from = performance.now();
  await table.evaluate((element) => {
    element.scrollTop = element.scrollHeight / 2;
  });
  const jump = await since(from, table.locator(`[aria-rowindex="${DEVICES / 2 + 30}"]:not([aria-busy])`).waitFor());

  from = performance.now();
  await page.goto(`${address}?profile=PowerUser`, { waitUntil: 'commit' });
  const filter = await since(from, page.getByRole('status').filter({ hasText: FILTERED }).waitFor());

  from = performance.now();
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download CSV' }).click(),
  ]);
  await readFile(await file.path());
  const csv = performance.now() - from;
  return {
    'first paint': paint,
    'first device row': first,
    search,
    'jump to the middle': jump,
    'page with a filter': filter,
    'CSV of a tenth': csv,
  };
}
