import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page, Route } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildConsoleSite } from '../../infra/local/build/console-site.ts';
import { productFolders } from '../../infra/local/build/folders.ts';
import { wallClock } from '../../infra/local/clock/clock.ts';
import { type Host, openHost } from '../../infra/local/functions-host/host.ts';
import { SERVICES } from '../../shared/contracts/events/topology.ts';
import { secretsIn } from '../platform/secrets.ts';
import type { World } from './world.ts';

const TENANT = '6d1f2a80-0c5e-4f3b-9a6d-2b7c4e8f1a35';
const CONSOLE_ID = '22222222-2222-4222-8222-222222222222';
const API_ID = '11111111-1111-4111-8111-111111111111';
const AUTHORITY = 'https://login.microsoftonline.com';

/** As the deployment sets them. */
const SETTINGS = {
  API_URLS: JSON.stringify(Object.fromEntries(SERVICES.map((name) => [name, `https://${name}.example`]))),
  API_APPLICATION_ID: API_ID,
  CONSOLE_APPLICATION_ID: CONSOLE_ID,
  ENTRA_AUTHORITY: AUTHORITY,
  ENTRA_TENANT_ID: TENANT,
};

/** The console as it is in Azure: its own app, and people who sign in with Entra. */
export function entraTests(world: World): void {
  describe('the console in Azure', () => {
    let site: Host;
    let address: string;
    const before: NodeJS.ProcessEnv = {};

    beforeAll(async () => {
      await buildConsoleSite(productFolders);
      Object.assign(before, process.env);
      Object.assign(process.env, SETTINGS);
      site = await openHost({
        name: 'console',
        root: join(productFolders.out, 'console'),
        environment: SETTINGS,
        clock: wallClock,
        mode: 'wall',
        log: () => undefined,
      });
      await site.start();
      address = `http://127.0.0.1:${await site.listen(0)}`;
    }, 180_000);

    afterAll(async () => {
      await site?.drain(1_000);
      // The product in this process has settings of the same names.
      for (const name of Object.keys(SETTINGS)) delete process.env[name];
      Object.assign(process.env, before);
    });

    it('registers the catch-all last, and carries little', async () => {
      expect(site.functions.map(({ name }) => name)).toEqual(['config', 'zz-pages']);
      expect(site.warnings).toEqual([]);
      const code = await readFile(join(productFolders.out, 'console/dist/main.js'), 'utf8');
      expect(code.length).toBeLessThan(500_000);
      expect(secretsIn(code)).toEqual([]);
    });

    it('tells a customer who comes back from Microsoft what became of the consent', async () => {
      const page = await world.browser.newPage();
      await page.goto(`${address}/consent?admin_consent=True&tenant=${TENANT}`);
      await page.getByRole('heading', { name: 'Consent was given' }).waitFor();
      await page.goto(`${address}/consent?error=access_denied&error_description=An+administrator+declined.`);
      await page.getByText('An administrator declined.').waitFor();
      await page.close();
    });

    it('serves pages that may talk to its services and to Entra alone, and hashed files that never change', async () => {
      const page = await fetch(`${address}/devices`, { headers: { accept: 'text/html' } });
      expect(page.headers.get('content-security-policy')).toContain(
        `connect-src 'self' ${SERVICES.map((name) => `https://${name}.example`).join(' ')} ${AUTHORITY};`,
      );
      expect(page.headers.get('cache-control')).toBe('no-cache');
      const html = await page.text();
      const script = /src="(\/assets\/[^"]+\.js)"/.exec(html)?.[1];
      const file = await fetch(address + script);
      expect(file.headers.get('cache-control')).toContain('immutable');
      for (const path of ['/assets/none.js', '/..%2f..%2fhost.json', '/%2e%2e/dist/main.js'])
        expect([path, (await fetch(address + path)).status]).toEqual([path, 404]);
    });

    it('lets somebody sign in with Entra, and asks each service at its own address in their name', async () => {
      const context = await world.browser.newContext();
      const page = await context.newPage();
      const asked = await playEntra(page);
      await page.goto(`${address}/devices?search=x`);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByText('Ada Lovelace · GlobalAdministrator').waitFor();
      expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe('/devices?search=x');
      await expect.poll(() => asked.apis.get('https://device-registration.example')).toBe(`Bearer ${asked.token()}`);
      expect(asked.challenge()).toBe('S256');
      await context.close();
    });
  });
}

/** Plays Entra: a code for whoever comes, tokens for the code; and the services, which answer that they are busy. */
async function playEntra(page: Page) {
  const apis = new Map<string, string | undefined>();
  let challenge = '';
  let nonce = '';
  let token = '';
  await page.route(/^https:\/\/[a-z-]+\.example\//, async (route) => {
    const { origin } = new URL(route.request().url());
    apis.set(origin, (await route.request().headerValue('authorization')) ?? undefined);
    await route.fulfill({ status: 503, headers: open(route), body: '{}' });
  });
  await page.route(`${AUTHORITY}/**`, async (route) => {
    const url = new URL(route.request().url());
    if (url.pathname.endsWith('/authorize')) {
      challenge = url.searchParams.get('code_challenge_method') ?? '';
      nonce = url.searchParams.get('nonce') ?? '';
      const answer = new URLSearchParams({ code: 'a-code', state: url.searchParams.get('state') ?? '' });
      const location = `${url.searchParams.get('redirect_uri')}#${answer}`;
      return route.fulfill({ status: 302, headers: { location } });
    }
    if (url.pathname.endsWith('/token')) {
      token = jwt({ aud: `api://${API_ID}`, name: 'Ada', roles: ['GlobalAdministrator'] });
      const body = {
        token_type: 'Bearer',
        scope: `api://${API_ID}/access_as_user`,
        expires_in: 3600,
        access_token: token,
        id_token: jwt({ aud: CONSOLE_ID, name: 'Ada Lovelace', preferred_username: 'ada@contoso.example', nonce }),
        client_info: base64({ uid: 'ada', utid: TENANT }),
      };
      return route.fulfill({ json: body, headers: open(route) });
    }
    const base = `${AUTHORITY}/${TENANT}`;
    return route.fulfill({
      headers: open(route),
      json: {
        issuer: `${base}/v2.0`,
        authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
        token_endpoint: `${base}/oauth2/v2.0/token`,
        end_session_endpoint: `${base}/oauth2/v2.0/logout`,
        jwks_uri: `${base}/discovery/v2.0/keys`,
      },
    });
  });
  return { apis, challenge: () => challenge, token: () => token };
}

const open = (route: Route) => ({
  'access-control-allow-origin': new URL(route.request().frame().url()).origin,
  'access-control-allow-headers': '*, authorization, idempotency-key, if-none-match',
  'content-type': 'application/json',
});

/** Nobody who reads it here checks its signature. */
function jwt(claims: object): string {
  const now = Math.floor(Date.now() / 1000);
  const usual = {
    iss: `${AUTHORITY}/${TENANT}/v2.0`,
    tid: TENANT,
    oid: 'ada',
    sub: 'ada',
    iat: now,
    nbf: now,
    ver: '2.0',
  };
  return `${base64({ alg: 'RS256', typ: 'JWT' })}.${base64({ ...usual, exp: now + 3600, ...claims })}.c2lnbmF0dXJl`;
}

const base64 = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
