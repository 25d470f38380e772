import { boundedBody } from '../gateway/bounded-body.ts';
import type { Handler } from '../gateway/handler.ts';
import { type Problem, problemResponse } from '../gateway/problem.ts';
import { type Issuer, LOCAL_AUDIENCE, openIssuer, TOKEN_LIFETIME_SECONDS } from './issuer.ts';
import { signedInPage, signInPage } from './sign-in-page.ts';
import { parseTokenRequest, type TokenRequest } from './token-request.ts';

/** The sign-in of this machine: whoever reaches the loopback may be anybody, so it must never be reachable elsewhere. */
export interface Identity {
  readonly issuer: string;
  readonly audience: string;
  readonly jwksUri: string;
  readonly handle: Handler;
}

const BODY_LIMIT_BYTES = 64 * 1024;

/**
 * Opens the issuer below `issuer`, a URL such as `http://127.0.0.1:7071/identity`.
 * @throws RangeError unless it is plain HTTP on the loopback, by address: a name could lead anywhere.
 */
export async function openIdentity(issuer: string): Promise<Identity> {
  const { pathname } = loopback(issuer);
  const signer = await openIssuer(issuer);
  const jwksUri = `${issuer}/keys`;

  const routes: Readonly<Record<string, Handler>> = {
    'GET ': () => html(signInPage(undefined)),
    'GET /': (request) => html(signInPage(returnPath(new URL(request.url).searchParams.get('return')))),
    'GET /.well-known/openid-configuration': () => Response.json(configuration(issuer, jwksUri)),
    'GET /keys': () => Response.json(signer.keys),
    'POST /token': (request) => token(request, signer),
    'POST /sign-in': (request) => signIn(request, signer),
  };

  return {
    issuer,
    audience: LOCAL_AUDIENCE,
    jwksUri,
    handle: (request) => {
      const path = new URL(request.url).pathname.slice(pathname.length) || '/';
      return (routes[`${request.method} ${path}`] ?? unknownPath)(request);
    },
  };
}

function loopback(issuer: string): URL {
  const url = new URL(issuer);
  if (url.protocol === 'http:' && ['127.0.0.1', '[::1]'].includes(url.hostname)) return url;
  throw new RangeError(`The local issuer lives on http://127.0.0.1 or http://[::1] alone, not on ${issuer}.`);
}

function configuration(issuer: string, jwksUri: string) {
  return {
    issuer,
    jwks_uri: jwksUri,
    token_endpoint: `${issuer}/token`,
    response_types_supported: ['token'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
  };
}

/** `POST /token {name, role, tenants}`: a token for whoever the caller says they are. */
async function token(request: Request, signer: Issuer): Promise<Response> {
  if (!request.headers.get('content-type')?.startsWith('application/json')) return refuse(415, 'The body is JSON.');
  const text = await boundedBody(request, BODY_LIMIT_BYTES);
  if (text === undefined) return refuse(413, `The body is at most ${BODY_LIMIT_BYTES} bytes.`);
  const person = parseTokenRequest(parseJson(text));
  if ('refused' in person) return refuse(400, person.refused);
  return Response.json(await grant(person, signer), {
    headers: { 'cache-control': 'no-store' },
  });
}

/** The form of the sign-in page: leads back to where the person came from, the token in the fragment. */
async function signIn(request: Request, signer: Issuer): Promise<Response> {
  const text = await boundedBody(request, BODY_LIMIT_BYTES);
  if (text === undefined) return refuse(413, `The form is at most ${BODY_LIMIT_BYTES} bytes.`);
  const form = new URLSearchParams(text);
  const tenants = (form.get('tenants') ?? '').split(/[\s,]+/).filter(Boolean);
  const person = parseTokenRequest({
    name: form.get('name'),
    role: form.get('role'),
    tenants,
  });
  if ('refused' in person) return refuse(400, person.refused);
  const granted = await grant(person, signer);
  const back = returnPath(form.get('return'));
  if (back === undefined) return html(signedInPage(person, granted.access_token));
  const fragment = new URLSearchParams({
    ...granted,
    expires_in: String(granted.expires_in),
  });
  return new Response(null, {
    status: 303,
    headers: { location: `${back}#${fragment}`, 'cache-control': 'no-store' },
  });
}

async function grant(person: TokenRequest, signer: Issuer) {
  return {
    access_token: await signer.sign(person),
    token_type: 'Bearer',
    expires_in: TOKEN_LIFETIME_SECONDS,
  };
}

/** A path of this origin, or undefined: the token must not be carried to another site. */
function returnPath(path: string | null): string | undefined {
  return path !== null && /^\/(?![/\\])[\w\-./~%?=&]*$/.test(path) ? path : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function html(body: string): Response {
  return new Response(body, {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'",
    },
  });
}

const TITLES = {
  400: 'Not a token request',
  413: 'Too long',
  415: 'Not JSON',
} as const;

function refuse(status: keyof typeof TITLES, detail: string): Response {
  return problemResponse({
    status,
    code: 'token-request-refused',
    title: TITLES[status],
    detail,
  });
}

function unknownPath(): Response {
  const problem: Problem = {
    status: 404,
    code: 'unknown-path',
    title: 'Unknown path',
    detail: 'The local issuer answers GET /, /keys, /.well-known/openid-configuration and POST /token, /sign-in.',
  };
  return problemResponse(problem);
}
