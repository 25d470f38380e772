import type { Page, Route } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { serviceOf } from '../../services/console/src/api/service-of.ts';
import { SERVICE_NAMES } from '../../services/console/src/api/services.ts';
import { inParallel } from '../benchmarks/rounds.ts';
import { addressOf, ROUTES } from './addresses.ts';
import { drawn, type Tab } from './tab.ts';
import type { World } from './world.ts';

type Fault = 'answers 503' | 'answers nonsense' | 'answers something else' | 'never answers';

const FAULTS: Readonly<Record<Fault, (route: Route) => Promise<void>>> = {
  'answers 503': (route) => route.fulfill({ status: 503 }),
  'answers nonsense': (route) => route.fulfill({ status: 200, contentType: 'text/html', body: '<h1>Welcome</h1>' }),
  'answers something else': (route) => route.fulfill({ status: 200, json: { hello: 'world' } }),
  'never answers': async () => undefined,
};
const KINDS = Object.keys(FAULTS) as Fault[];

/** A page, and one address that it asks for. */
interface Case {
  readonly page: string;
  readonly asks: string;
  readonly fault: Fault;
  /** The headings of the page when everybody answers. */
  readonly headings: readonly string[];
}

/** Most of a case is waiting for the console to ask again, so that many go on at a time. */
const TABS = 8;

/** Whatever a page asks for may not be answered: the rest stays, the service is named, and it comes back by itself. */
export function silenceTests(world: World): void {
  describe('what is not answered', () => {
    it('is missing by the name of its service, takes nothing with it, and comes back by itself', async () => {
      const tabs = await Promise.all(Array.from({ length: TABS }, () => world.tabOf()));
      const [first] = tabs as [Tab];
      const cases = await casesOf(world, first);
      const wrong: string[] = [];
      await inParallel(cases.length, TABS, async (n) => {
        const tab = tabs.pop() as Tab;
        const one = cases[n] as Case;
        const faults = await faultsOf(tab.page, world.product.url, one);
        if (faults.length > 0) wrong.push(`${one.page}, ${one.asks} ${one.fault}: ${faults.join(', ')}`);
        tabs.push(tab);
      });
      await Promise.all(tabs.map((tab) => tab.close()));
      expect(wrong).toEqual([]);
      expect(cases.length).toBeGreaterThan(20);
    }, 300_000);
  });
}

/** Each address that is asked for, once, with the first page that asks for it. */
async function casesOf({ product }: World, { page, open }: Tab): Promise<readonly Case[]> {
  const cases: Case[] = [];
  for (const route of ROUTES) {
    const address = await addressOf(product, route);
    const asked = await askedBy(page, () => open(address));
    const headings = await headingsOf(page);
    for (const asks of asked) {
      if (cases.some((each) => endpointOf(each.asks) === endpointOf(asks))) continue;
      // Nothing in a status has to be there, so that anything else is one.
      const fault = asks.endsWith('/status') ? 'answers 503' : KINDS[cases.length % KINDS.length];
      cases.push({ page: address, asks, fault: fault as Fault, headings });
    }
  }
  return cases;
}

/** The address without what names one thing of many. */
const endpointOf = (path: string) =>
  path.replaceAll(/\/[^/]*\d[^/]*(?=\/|$)/g, (part) => (part === '/v1' ? part : '/*'));

/** The addresses that are asked for while a page is drawn, without what asks whether something has moved. */
async function askedBy(page: Page, draw: () => Promise<void>): Promise<readonly string[]> {
  const paths = new Set<string>();
  const note = (request: { url(): string }) => {
    const { pathname } = new URL(request.url());
    if (pathname.startsWith('/api/') && !pathname.endsWith('/changes')) paths.add(pathname);
  };
  page.on('request', note);
  await draw();
  page.off('request', note);
  return [...paths];
}

const headingsOf = (page: Page) => page.getByRole('heading').allTextContents();

/** What is wrong about a page while, and after, one address fails. */
async function faultsOf(page: Page, url: string, { page: address, asks, fault, headings }: Case): Promise<string[]> {
  const wrong: string[] = [];
  const isIt = ({ pathname }: URL) => pathname === asks;
  await page.route(isIt, FAULTS[fault]);
  await page.goto(url + address);
  const service = SERVICE_NAMES[serviceOf(asks)];
  const nameless = address.endsWith(asks.replace(/.*(?=\/devices)/, ''))
    ? undefined
    : /\/devices\/([^/]+)$/.exec(asks)?.[1];
  if (nameless) {
    // Of devices that a page is not about it asks the names alone; until one is known, the id stands for it.
    await page.getByText(nameless).first().waitFor();
    await page.unroute(isIt);
    return [];
  }
  const missing = page.getByRole('group').filter({ hasText: 'did not answer' }).filter({ hasText: service }).first();
  const said = await missing.waitFor({ timeout: 40_000 }).catch(() => 'silent');
  if (said) wrong.push(`${service} is not named`);
  const left = await headingsOf(page);
  const isPart = address === '/' && asks !== '/api/v1/tenants';
  if (isPart ? left.join() !== headings.join() : left.length === 0) wrong.push(`only ${left} is left`);
  await page.unroute(isIt);
  const healed = await missing.waitFor({ state: 'detached', timeout: 20_000 }).catch(() => 'not healed');
  if (healed) wrong.push(healed);
  await drawn(page);
  const after = await headingsOf(page);
  if (after.join() !== headings.join()) wrong.push(`only ${after} has come back`);
  return wrong;
}
