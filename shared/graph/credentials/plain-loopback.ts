import type { ClientAssertionCredentialOptions } from '@azure/identity';
import { isPlainLoopback } from '../loopback.ts';

type Policy = NonNullable<ClientAssertionCredentialOptions['additionalPolicies']>[number]['policy'];

/** The library speaks to authorities over TLS alone: this is how an authority on the loopback is named to it. */
export function secureForm(authority: string): string {
  return isPlainLoopback(authority) ? authority.replace(/^http:/, 'https:') : authority;
}

/** What lets the library reach an authority on this machine without TLS. Empty for any other. */
export function plainLoopback(authority: string): ClientAssertionCredentialOptions {
  if (!isPlainLoopback(authority)) return {};
  return {
    // Only the public clouds are known to the directory of authorities.
    disableInstanceDiscovery: true,
    additionalPolicies: [{ policy: withoutTls(new URL(authority).origin), position: 'perCall' }],
  };
}

/** Takes TLS from requests to this origin alone, and gives its name back to what its metadata says. */
function withoutTls(origin: string): Policy {
  const secure = secureForm(origin);
  return {
    name: 'plainLoopback',
    async sendRequest(request, next) {
      if (new URL(request.url).origin !== secure) return next(request);
      request.url = origin + request.url.slice(secure.length);
      request.allowInsecureConnection = true;
      const response = await next(request);
      if (response.bodyAsText) response.bodyAsText = response.bodyAsText.replaceAll(origin, secure);
      return response;
    },
  };
}
