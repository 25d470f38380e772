import { createHmac, timingSafeEqual } from 'node:crypto';
import { CosmosError } from './errors.ts';
import { refusal } from './handler.ts';
import type { CosmosRequest, Handler } from './protocol.ts';

/**
 * Lets through requests signed with the key: `type=master&ver=1.0&sig=…`, an HMAC-SHA256 over verb, resource type,
 * resource link and `x-ms-date`, as the REST reference of Azure Cosmos DB describes it. Others are answered 401.
 */
export function requireSignature(key: string, next: Handler): Handler {
  const secret = Buffer.from(key, 'base64');
  return async (request) => (isSigned(request, secret) ? next(request) : refusal(unauthorized(), request));
}

function isSigned(request: CosmosRequest, secret: Buffer): boolean {
  try {
    const header = decodeURIComponent(request.headers['authorization'] ?? '');
    const given = Buffer.from(/^type=master&ver=1\.0&sig=(.+)$/.exec(header)?.[1] ?? '', 'base64');
    const expected = createHmac('sha256', secret).update(signedText(request)).digest();
    return given.length === expected.length && timingSafeEqual(given, expected);
  } catch {
    return false; // header or path are not properly encoded
  }
}

function signedText({ method, path, headers }: CosmosRequest): string {
  const { resourceType, resourceLink } = resourceOf(path);
  const date = headers['x-ms-date'] ?? headers['date'] ?? '';
  return `${method.toLowerCase()}\n${resourceType}\n${resourceLink}\n${date.toLowerCase()}\n\n`;
}

/** A path of an odd number of segments names a feed, which is signed under its parent; of an even one, a resource. */
function resourceOf(path: string): { resourceType: string; resourceLink: string } {
  const segments = path
    .split('/')
    .filter((segment) => segment !== '')
    .map(decodeURIComponent);
  const isFeed = segments.length % 2 === 1;
  const resourceType = segments.at(isFeed ? -1 : -2) ?? '';
  const link = isFeed ? segments.slice(0, -1) : segments;
  // Offers are addressed by resource id alone, in lower case.
  const resourceLink = resourceType === 'offers' ? (link[1] ?? '').toLowerCase() : link.join('/');
  return { resourceType, resourceLink };
}

const unauthorized = () =>
  new CosmosError(
    401,
    "The input authorization token can't serve the request. Please check that the expected payload is built as per the protocol, and check the key being used.",
  );
