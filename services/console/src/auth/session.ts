import type { ConsoleConfig } from '../../../../shared/contracts/http/console-config.ts';

/** Who is signed in on this page. */
export interface Session {
  readonly name: string;
  readonly roles: readonly string[];
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** A way in which people sign in. */
export interface SignIn {
  readonly kind: ConsoleConfig['signIn']['kind'];
  session(): Session | undefined;
  /** For a request that goes out now; empty when nobody is signed in any more. */
  token(): Promise<string>;
  /** Leads away, and back to this very page. */
  start(): void;
  end(): void;
}

/** Name, roles and end of a token; undefined when it is none. */
export function sessionOf(token: string): Session | undefined {
  const claims = claimsOf(token);
  if (!claims) return undefined;
  const roles = Array.isArray(claims['roles']) ? claims['roles'].map(String) : [];
  return { name: String(claims['name'] ?? ''), roles, expiresAt: Number(claims['exp'] ?? 0) * 1000 };
}

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
