import {
  AzureCliCredential,
  AzureDeveloperCliCredential,
  AzurePowerShellCredential,
  ChainedTokenCredential,
  ClientAssertionCredential,
  ManagedIdentityCredential,
} from '@azure/identity';
import { plainLoopback, secureForm } from './plain-loopback.ts';
import type { CredentialFor } from './tokens.ts';

/** How the product proves itself to the tenants' Entra. */
export type SignIn =
  /** The application trusts the managed identity (a federated credential): there is no secret that could leak. */
  | { readonly kind: 'managed-identity'; readonly applicationId: string; readonly identityClientId?: string }
  /** Whoever is signed in to Azure's command line tools, with that person's own rights. */
  | { readonly kind: 'developer' };

/** The library's own would sleep for seconds; whoever needs the token is tried again as a whole. */
const QUICK_RETRY = { maxRetries: 1, retryDelayInMs: 200, maxRetryDelayInMs: 500 };

const EXCHANGE_SCOPE = 'api://AzureADTokenExchange/.default';

/** Credentials by tenant, asked for at the given authority. `assert` stands in for the managed identity's token. */
export function entraCredentials(
  signIn: SignIn,
  authority: string,
  assert: () => Promise<string> = managedIdentityAssertion(signIn),
): CredentialFor {
  if (signIn.kind === 'developer') return developer;
  return (tenantId) =>
    new ClientAssertionCredential(tenantId, signIn.applicationId, assert, {
      authorityHost: secureForm(authority),
      retryOptions: QUICK_RETRY,
      ...plainLoopback(authority),
    });
}

const developer: CredentialFor = (tenantId) =>
  new ChainedTokenCredential(
    new AzureCliCredential({ tenantId }),
    new AzurePowerShellCredential({ tenantId }),
    new AzureDeveloperCliCredential({ tenantId }),
  );

function managedIdentityAssertion(signIn: SignIn): () => Promise<string> {
  const clientId = signIn.kind === 'managed-identity' ? signIn.identityClientId : undefined;
  return async () => {
    const identity = clientId ? new ManagedIdentityCredential({ clientId }) : new ManagedIdentityCredential();
    return (await identity.getToken(EXCHANGE_SCOPE)).token;
  };
}
