import { PublicClientApplication } from '@azure/msal-browser';
import type { ConsoleConfig } from '../../../../shared/contracts/http/console-config.ts';
import { type Session, type SignIn, sessionOf } from './session.ts';

type Entra = Extract<ConsoleConfig['signIn'], { kind: 'entra' }>;

/** A token is renewed when it has less than this left. */
const MARGIN_MS = 5 * 60_000;

/** Signs in with Entra by redirects; tokens live as long as the tab. */
export async function openEntra({ authority, clientId, scope }: Entra): Promise<SignIn> {
  const { origin } = window.location;
  const client = new PublicClientApplication({
    auth: { clientId, authority, redirectUri: origin, postLogoutRedirectUri: origin },
    cache: { cacheLocation: 'sessionStorage' },
  });
  await client.initialize();
  const answer = await client.handleRedirectPromise({ navigateToLoginRequestUrl: false });
  const account = answer?.account ?? client.getAllAccounts()[0];
  if (answer?.state) window.history.replaceState(null, '', pageOf(answer.state));
  let token = answer?.accessToken ?? '';

  /** What cannot be renewed silently has to be asked for again: then nobody is signed in. */
  async function renewed(): Promise<string> {
    if (!account) return '';
    const silent = await client.acquireTokenSilent({ scopes: [scope], account }).catch(() => undefined);
    return silent?.accessToken ?? '';
  }

  async function current(): Promise<string> {
    const left = (sessionOf(token)?.expiresAt ?? 0) - Date.now();
    if (left < MARGIN_MS) token = await renewed();
    return token;
  }

  await current();
  return {
    kind: 'entra',
    session(): Session | undefined {
      const known = sessionOf(token);
      return known && { ...known, name: account?.name ?? known.name };
    },
    token: current,
    start: () =>
      void client.loginRedirect({ scopes: [scope], state: window.location.pathname + window.location.search }),
    end: () => void client.logoutRedirect(account ? { account } : {}),
  };
}

/** The state comes back through the address, so whoever makes up another must not lead away from here. */
const pageOf = (state: string): string => (/^\/(?!\/)/.test(state) ? state : '/');
