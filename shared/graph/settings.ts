import * as z from 'zod';
import { type Environment, type Setting, setting } from '../functions/settings/settings.ts';
import type { SignIn } from './credentials/entra.ts';
import { isPlainLoopback } from './loopback.ts';

const address = (fallback: string) =>
  z
    .url({ error: 'is not a URL' })
    .refine((text) => text.startsWith('https:') || isPlainLoopback(text), 'needs TLS, except on loopback')
    .default(fallback)
    .transform((text) => text.replace(/\/+$/, ''));

export const graphBaseUrl = setting(
  'GRAPH_BASE_URL',
  'Where Microsoft Graph is, without a version; the worldwide service when not set.',
  address('https://graph.microsoft.com'),
);

export const defenderBaseUrl = setting(
  'DEFENDER_BASE_URL',
  'Where the Defender API is, without `/api`; the worldwide service when not set.',
  address('https://api.security.microsoft.com'),
);

export const entraAuthority = setting(
  'ENTRA_AUTHORITY',
  'Who issues tokens; the worldwide Entra when not set.',
  address('https://login.microsoftonline.com'),
);

/** Reading is what a slip of the configuration ends in, so writing has to be said. */
export const graphWrites = setting(
  'GRAPH_WRITES',
  '`allowed`, or `not-allowed` (when not set): whether anything may be changed in tenants.',
  z
    .string()
    .default('not-allowed')
    .pipe(z.enum(['allowed', 'not-allowed'])),
);

/** The application in the tenants, and the managed identity that it trusts; or the person signed in on this machine. */
export const graphSignIn: Setting<SignIn> = {
  name: 'GRAPH_SIGN_IN',
  about:
    '`managed-identity` (when not set) with GRAPH_APPLICATION_ID and, if there are several, GRAPH_IDENTITY_CLIENT_ID; or `developer`.',
  read(environment: Environment) {
    const kind = environment['GRAPH_SIGN_IN'] ?? 'managed-identity';
    if (kind === 'developer') return { value: { kind } };
    if (kind !== 'managed-identity') return { problem: 'is neither managed-identity nor developer' };
    const applicationId = environment['GRAPH_APPLICATION_ID'];
    if (!applicationId) return { problem: 'needs GRAPH_APPLICATION_ID, which is missing' };
    if (!z.guid().safeParse(applicationId).success) return { problem: 'GRAPH_APPLICATION_ID is not a GUID' };
    const identityClientId = environment['GRAPH_IDENTITY_CLIENT_ID'];
    return { value: { kind, applicationId, ...(identityClientId && { identityClientId }) } };
  },
};

/** To be listed by every service that calls Microsoft. */
export const graphSettings: readonly Setting<unknown>[] = [
  graphBaseUrl,
  defenderBaseUrl,
  entraAuthority,
  graphWrites,
  graphSignIn,
];
