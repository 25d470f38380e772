import type { Endpoint } from '../../contracts/http/endpoint.ts';
import type { Permission, Role } from '../../contracts/http/roles.ts';
import { ROLES, rolesWith } from '../../contracts/http/roles.ts';
import type { TestRequest } from './serve.ts';
import type { TestIssuer } from './test-issuer.ts';

/** A request that must be refused, and how. */
export interface HostileRequest {
  readonly name: string;
  readonly request: TestRequest;
  readonly status: number;
  readonly code: string;
}

/** Values for the path's parameters that an honest caller would send; `tenantId` is a tenant that names the operator. */
export type HonestParams = Readonly<Record<string, string>>;

/** Everything that is tried at a route: tokens, roles, tenants, paths, queries and bodies. Each entry differs from an honest request in one thing. */
export async function hostileRequests(
  endpoint: Endpoint,
  params: HonestParams,
  issuer: TestIssuer,
): Promise<HostileRequest[]> {
  const authorization =
    'public' in endpoint.access ? '' : `Bearer ${await issuer.sign(roleFor(endpoint.access.permission))}`;
  const honest: TestRequest = {
    method: endpoint.method,
    path: fill(endpoint.path, params),
    headers: authorization ? { authorization } : {},
  };
  return [
    ...(await badTokens(endpoint, honest, issuer)),
    ...badTenants(endpoint, honest, params),
    ...badPaths(endpoint, honest, params),
    ...badQueries(honest),
    ...badBodies(endpoint, honest),
  ];
}

async function badTokens({ access }: Endpoint, honest: TestRequest, issuer: TestIssuer): Promise<HostileRequest[]> {
  if ('public' in access) return [];
  const withToken = (token: string): TestRequest => ({ ...honest, headers: { authorization: `Bearer ${token}` } });
  const forgeries = Object.entries(issuer.forgeries);
  const weak = (Object.keys(ROLES) as Role[]).find((role) => !rolesWith(access.permission).includes(role));
  return [
    { name: 'no token', request: { ...honest, headers: {} }, status: 401, code: 'token-missing' },
    {
      name: 'another scheme',
      request: { ...honest, headers: { authorization: 'Basic QWRhOmxvdmVsYWNl' } },
      status: 401,
      code: 'token-invalid',
    },
    ...forgeries.map(([name, token]) => refused(`a token ${name}`, withToken(token), 401, 'token-invalid')),
    ...(weak ? [refused(`the role ${weak}`, withToken(await issuer.sign(weak)), 403, 'role-missing')] : []),
    refused('a role nobody knows', withToken(await issuer.sign(weak, { roles: ['Root'] })), 403, 'role-missing'),
  ];
}

function badTenants({ access, path }: Endpoint, honest: TestRequest, params: HonestParams): HostileRequest[] {
  // Records of a tenant that the service has not heard of are open to those who run the product, as the caller does here.
  if (!('scope' in access) || access.scope !== 'tenant') return [];
  const strange = { ...honest, path: fill(path, { ...params, tenantId: '99999999-9999-4999-8999-999999999999' }) };
  return [refused('a tenant of others', strange, 404, 'tenant-unknown')];
}

const PATH_TRICKS = ['..%2f..%2fetc', '%2e%2e', "'%20or%201=1--", '%00', '__proto__', 'a'.repeat(2000), '%F0%9F%92%A9'];

function badPaths({ path }: Endpoint, honest: TestRequest, params: HonestParams): HostileRequest[] {
  return Object.keys(params)
    .filter((name) => path.includes(`{${name}}`))
    .flatMap((name) =>
      PATH_TRICKS.map((trick) =>
        refused(
          `${name} = ${trick.slice(0, 20)}`,
          { ...honest, path: fill(path, { ...params, [name]: trick }) },
          400,
          'request-invalid',
        ),
      ),
    );
}

function badQueries(honest: TestRequest): HostileRequest[] {
  const ask = (query: string) => ({ ...honest, path: `${honest.path}?${query}` });
  return ['no-such-parameter=1', '__proto__=1', 'limit=-1', 'limit=1e9', 'limit=1,2'].map((query) =>
    refused(`the query ${query}`, ask(query), 400, 'request-invalid'),
  );
}

const DEFAULT_LIMIT_BYTES = 1024 * 1024;

function badBodies({ body, bodyLimitBytes = DEFAULT_LIMIT_BYTES }: Endpoint, honest: TestRequest): HostileRequest[] {
  if (!body) return [];
  const send = (content: string | Uint8Array, headers: Readonly<Record<string, string>> = {}): TestRequest => ({
    ...honest,
    body: content,
    headers: { ...honest.headers, ...headers },
  });
  const tooLarge = [
    refused('a body too large by its length', send('{}', { 'content-length': '99999999999' }), 413, 'body-too-large'),
    refused(
      'a body too large by its bytes',
      send(' '.repeat(bodyLimitBytes + 1), { 'content-length': '2' }),
      413,
      'body-too-large',
    ),
  ];
  if (body === 'raw') return tooLarge;
  const deep = '['.repeat(50_000) + ']'.repeat(50_000);
  return [
    ...tooLarge,
    refused('no body', honest, 400, 'request-invalid'),
    refused('a body that is cut', send('{"name":'), 400, 'json-malformed'),
    refused('a body that is not UTF-8', send(Uint8Array.of(0x22, 0xff, 0x22)), 400, 'json-malformed'),
    refused('a body nested too deep', send(deep), 400, 'json-too-deep'),
    refused('a body that reaches for the prototype', send('{"__proto__":{"admin":true}}'), 400, 'json-malformed'),
    refused('a body of another type', send('42'), 400, 'request-invalid'),
    refused('a body that is null', send('null'), 400, 'request-invalid'),
    refused('an unknown field', send('{"noSuchField":1}'), 400, 'request-invalid'),
    refused(
      'a form',
      send('a=b', { 'content-type': 'application/x-www-form-urlencoded' }),
      415,
      'media-type-unsupported',
    ),
  ];
}

const refused = (name: string, request: TestRequest, status: number, code: string): HostileRequest => ({
  name,
  request,
  status,
  code,
});

const roleFor = (permission: Permission): Role | undefined => rolesWith(permission)[0];

const fill = (path: string, params: HonestParams): string =>
  path.replaceAll(/\{(\w+)\}/g, (_, name: string) => params[name] ?? 'x');
