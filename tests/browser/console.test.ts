import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildConsole, needsConsole } from '../../infra/local/build/console.ts';
import { productFolders } from '../../infra/local/build/folders.ts';
import { type Identity, personAt, tokenOf } from '../../infra/local/story/person.ts';
import { DEMO_TENANT } from '../../infra/local/supervisor/demo-tenant.ts';
import { launchChromium } from './chromium.ts';
import { type RunningProduct, runProduct } from './running-product.ts';

const ADA: Identity = { name: 'Ada', role: 'GlobalAdministrator', tenants: ['*'] };
const CONTOSO = `/api/v1/tenants/${DEMO_TENANT.entraTenantId}`;
const PAGES = [
  '/',
  '/devices',
  '/import',
  '/rings',
  '/updates',
  '/releases',
  '/releases/2026-07-b',
  '/health',
  '/tickets',
  '/security',
  '/security/defender-1',
  '/approvals',
  '/dead-letters',
  '/tenants',
  '/audit',
  '/simulated-fleet',
];
const WCAG_2_2_AA = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

let product: RunningProduct;
let browser: Browser;

beforeAll(async () => {
  if (needsConsole(productFolders.root, productFolders.out)) await buildConsole(productFolders.root);
  [product, browser] = await Promise.all([runProduct(), launchChromium()]);
}, 180_000);

afterAll(async () => {
  await browser?.close();
  await product?.close();
});

/** A tab of somebody who has signed in, and what its console has complained of. */
async function tabOf(person: Identity, colorScheme: 'light' | 'dark' = 'light') {
  const context = await browser.newContext({
    colorScheme,
    reducedMotion: 'reduce',
    viewport: { width: 1440, height: 900 },
  });
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', ({ message }) => complaints.push(message));
  await page.goto(`${product.url}/#access_token=${await tokenOf(product.platform.issuer, person)}`);
  await settled(page);
  return { page, complaints };
}

async function open(page: Page, path: string): Promise<void> {
  await page.goto(product.url + path);
  await settled(page);
}

async function settled(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.waitForFunction("document.querySelector('.fui-Skeleton') === null");
}

describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
  let tab: Awaited<ReturnType<typeof tabOf>>;

  beforeAll(async () => {
    tab = await tabOf(ADA, theme);
  });
  afterAll(() => tab.page.context().close());

  it.each(PAGES)('%s can be used by everybody, and its console stays silent', async (path) => {
    await open(tab.page, path);
    // Fluent's focus manager guards dialogs with elements that axe takes for content.
    const axe = new AxeBuilder({ page: tab.page }).withTags(WCAG_2_2_AA).exclude('[data-tabster-dummy]');
    const { violations } = await axe.analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200)}`)).toEqual([]);
    expect(tab.complaints.splice(0)).toEqual([]);
  });
});

it('names the service that is silent, claims no calm for it, and asks again by itself', async () => {
  const tickets = '/api/v1/ticket-router/';
  product.instead(tickets, () => new Response(undefined, { status: 503 }));
  const { page } = await tabOf(ADA);
  const silent = page.getByText('did not answer');
  try {
    await silent.waitFor();
    expect(await page.getByRole('group').filter({ has: silent }).textContent()).toContain('Tickets');
    expect(await page.getByText('Nothing needs you').count()).toBe(0);
  } finally {
    product.instead(tickets, undefined);
  }
  await silent.waitFor({ state: 'detached' });
  await page.context().close();
});

it('shows whom isolating cuts off, by name, before it is asked for', async () => {
  const { body } = await personAt(product.platform, ADA)('GET', `${CONTOSO}/devices?limit=500`);
  const names = (body['items'] as { readonly name: string }[]).map(({ name }) => name);
  const { page } = await tabOf(ADA);
  await open(page, '/security/defender-1');
  await page.getByRole('checkbox').first().check();
  await page.getByRole('button', { name: 'Ask to isolate 1' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('The device loses every connection').waitFor();
  await expect
    .poll(async () => names.includes((await dialog.getByRole('listitem').first().textContent()) ?? ''))
    .toBe(true);
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('It encrypts files.');
  await dialog.getByRole('button', { name: 'Ask for approval' }).click();
  await page.getByText('waiting for approval').waitFor();
  await page.context().close();
});
