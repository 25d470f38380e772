import type { ConsoleConfig } from '../contracts/http/console-config.ts';

/** Headers that go with every page and file of the console: it loads nothing from elsewhere, and talks to its services alone. */
export function pageHeaders({ apis, signIn }: ConsoleConfig): Readonly<Record<string, string>> {
  const authority = signIn.kind === 'entra' ? [new URL(signIn.authority).origin] : [];
  const connect = ["'self'", ...new Set(Object.values(apis).filter((address) => address !== '')), ...authority];
  const policy = [
    "default-src 'self'",
    // Fluent writes its styles into the page.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self' data:",
    `connect-src ${connect.join(' ')}`,
    `frame-src ${authority.join(' ') || "'none'"}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "object-src 'none'",
  ];
  return {
    'content-security-policy': policy.join('; '),
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  };
}
