/** Who is signed in on this page. The token lives as long as the tab. */
export interface Session {
  readonly token: string;
  readonly name: string;
  readonly roles: readonly string[];
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

const KEY = 'omd.token';

/** Takes the token that the sign-in left in the address, so that it stays in no history. */
export function takeToken(): void {
  const fragment = new URLSearchParams(window.location.hash.slice(1));
  const token = fragment.get('access_token');
  if (!token) return;
  sessionStorage.setItem(KEY, token);
  window.history.replaceState(null, '', window.location.pathname + window.location.search);
}

export function session(): Session | undefined {
  const token = sessionStorage.getItem(KEY);
  const claims = token ? claimsOf(token) : undefined;
  if (!token || !claims) return undefined;
  const expiresAt = Number(claims['exp'] ?? 0) * 1000;
  const roles = Array.isArray(claims['roles']) ? claims['roles'].map(String) : [];
  return { token, name: String(claims['name'] ?? ''), roles, expiresAt };
}

export function signOut(): void {
  sessionStorage.removeItem(KEY);
  window.location.assign('/');
}

/** Where somebody signs in, to come back to this very page. */
export const signInAddress = (): string =>
  `/identity/?return=${encodeURIComponent(window.location.pathname + window.location.search)}`;

function claimsOf(token: string): Record<string, unknown> | undefined {
  try {
    const bytes = Uint8Array.from(atob((token.split('.')[1] ?? '').replace(/-/g, '+').replace(/_/g, '/')), (c) =>
      c.charCodeAt(0),
    );
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}
