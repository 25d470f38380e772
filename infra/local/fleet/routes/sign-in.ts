import { boundedBody } from '../../gateway/bounded-body.ts';
import type { Tokens } from '../graph/tokens.ts';

/** Answers what Entra answers to apps that sign in: metadata, keys and tokens. */
export interface SignInParts {
  readonly tokens: Tokens;
  /** Whether there is such a tenant. */
  isTenant(id: string): boolean;
  /** The application permissions that an administrator has granted to an app. */
  permissionsOf(app: string): readonly string[];
  now(): number;
  readonly origin: string;
}

const PATH =
  /^\/([0-9a-fA-F-]{36}|common|organizations)\/(?:oauth2\/v2\.0\/(token)|v2\.0\/\.well-known\/(openid-configuration)|discovery\/v2\.0\/(keys))$/;
const FORM_LIMIT_BYTES = 64 * 1024;
const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** Where the instance metadata service of Azure gives out tokens of the managed identity. */
const MANAGED_IDENTITY_PATH = '/metadata/identity/oauth2/token';

/** The answer to a request of sign-in; undefined when it is none. */
export async function signIn(request: Request, parts: SignInParts): Promise<Response | undefined> {
  // The library appends a slash to the address that it is given.
  if (new URL(request.url).pathname.replace(/\/$/, '') === MANAGED_IDENTITY_PATH) return managedIdentity(request);
  const [, tenant, token, metadata, keys] = PATH.exec(new URL(request.url).pathname) ?? [];
  if (tenant === undefined) return undefined;
  if (metadata) return Response.json(configuration(tenant, parts.origin));
  if (keys) return Response.json(await parts.tokens.keys());
  if (token && request.method === 'POST') return issue(tenant.toLowerCase(), request, parts);
  return refuse(405, 'invalid_request', 'AADSTS900561: The endpoint only accepts POST requests.');
}

/** A token of the managed identity, good as an assertion; who reads it here looks at its form alone. */
function managedIdentity(request: Request): Response {
  const resource = new URL(request.url).searchParams.get('resource');
  if (request.headers.get('metadata') !== 'true' || !resource)
    return refuse(400, 'invalid_request', 'The header Metadata and a resource are needed.');
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return Response.json({
    access_token: `${part({ alg: 'none', typ: 'JWT' })}.${part({ aud: resource, sub: 'managed-identity' })}.`,
    // The library that reads this looks at the wall.
    expires_on: String(Math.floor(Date.now() / 1_000) + IDENTITY_LIFETIME_SECONDS),
    resource,
    token_type: 'Bearer',
  });
}

const IDENTITY_LIFETIME_SECONDS = 86_400;

function configuration(tenant: string, origin: string) {
  return {
    issuer: issuerOf(tenant, origin),
    token_endpoint: `${origin}/${tenant}/oauth2/v2.0/token`,
    authorization_endpoint: `${origin}/${tenant}/oauth2/v2.0/authorize`,
    jwks_uri: `${origin}/${tenant}/discovery/v2.0/keys`,
    token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt'],
    response_types_supported: ['code', 'id_token', 'token'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    scopes_supported: ['openid'],
  };
}

const issuerOf = (tenant: string, origin: string) => `${origin}/${tenant}/v2.0`;

async function issue(tenant: string, request: Request, parts: SignInParts): Promise<Response> {
  const text = await boundedBody(request, FORM_LIMIT_BYTES);
  if (text === undefined) return refuse(413, 'invalid_request', 'AADSTS90100: The request is too long.');
  const form = new URLSearchParams(text);
  const app = form.get('client_id') ?? '';
  const audience = audienceOf(form.get('scope') ?? '');
  if (!parts.isTenant(tenant)) return refuse(400, 'invalid_request', `AADSTS90002: Tenant '${tenant}' not found.`);
  if (form.get('grant_type') !== 'client_credentials')
    return refuse(
      400,
      'unsupported_grant_type',
      'AADSTS70003: The grant type is not supported; use client_credentials.',
    );
  if (!/^[\w-]{1,64}$/.test(app))
    return refuse(400, 'invalid_request', `AADSTS900144: The body must contain 'client_id'.`);
  if (!audience) return refuse(400, 'invalid_scope', 'AADSTS1002012: The scope names no resource of this simulator.');
  if (!provesItself(form))
    return refuse(401, 'invalid_client', 'AADSTS7000215: A client assertion or secret is needed.');
  const roles = parts.permissionsOf(app);
  const { token, expiresIn } = await parts.tokens.issue(
    { tenant, app, audience, roles },
    issuerOf(tenant, parts.origin),
    parts.now(),
  );
  return Response.json(
    { token_type: 'Bearer', expires_in: expiresIn, ext_expires_in: expiresIn, access_token: token },
    { headers: { 'cache-control': 'no-store' } },
  );
}

function audienceOf(scope: string): 'graph' | 'defender' | undefined {
  if (/^https:\/\/graph\.microsoft\.com\/\.default$/.test(scope)) return 'graph';
  if (/^https:\/\/api\.security(?:center)?\.microsoft\.com\/\.default$/.test(scope)) return 'defender';
  return undefined;
}

/** Whoever reaches the loopback may be anybody; what is checked is that an app proves itself in a form that Entra takes. */
function provesItself(form: URLSearchParams): boolean {
  const isAssertion = form.get('client_assertion_type') === ASSERTION_TYPE;
  const hasAssertion = /^[\w-]+\.[\w-]+\.[\w-]*$/.test(form.get('client_assertion') ?? '');
  return (isAssertion && hasAssertion) || (form.get('client_secret') ?? '') !== '';
}

function refuse(status: number, error: string, description: string): Response {
  return Response.json({ error, error_description: description, error_codes: [] }, { status });
}
