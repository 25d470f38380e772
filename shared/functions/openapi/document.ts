import * as z from 'zod';
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiResponsesObject } from 'zod-openapi';
import type { Endpoint } from '../../contracts/http/endpoint.ts';
import { problemSchema, problemsOf } from '../../contracts/http/problem.ts';
import { rolesWith } from '../../contracts/http/roles.ts';
import type { Route } from '../routes.ts';

type Described = Pick<Route, 'operation' | 'endpoint'>;
type Document = ReturnType<typeof createDocument>;

/** The OpenAPI 3.1 document of the given routes, from the very schemas that check requests. */
export function openApiDocument(title: string, described: readonly Described[]): Document {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const { operation, endpoint } of described) {
    paths[endpoint.path] ??= {};
    Object.assign(paths[endpoint.path] ?? {}, { [endpoint.method.toLowerCase()]: operationOf(operation, endpoint) });
  }
  return createDocument({
    openapi: '3.1.0',
    info: { title, version: '1' },
    paths,
    components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } } },
  });
}

function operationOf(operationId: string, endpoint: Endpoint): ZodOpenApiOperationObject {
  const { summary, access, params, query, body } = endpoint;
  return {
    operationId,
    summary,
    ...('public' in access
      ? { security: [], description: access.public }
      : {
          security: [{ bearer: [] }],
          description: `Roles: ${rolesWith(access.permission).join(', ')}.`,
          'x-permission': access.permission,
          'x-scope': access.scope,
        }),
    requestParams: {
      ...(params && { path: params }),
      ...(query && { query }),
      header: headersOf(endpoint),
    },
    ...(body && { requestBody: { required: true, content: contentOf(body) } }),
    responses: { ...successesOf(endpoint), ...problemResponsesOf(endpoint) },
  };
}

function headersOf({ method, ifMatch }: Endpoint): z.ZodObject {
  return z.object({
    ...(method !== 'GET' && { 'Idempotency-Key': z.string().max(128).optional() }),
    ...(ifMatch && { 'If-Match': z.string() }),
  });
}

const contentOf = (body: NonNullable<Endpoint['body']>) =>
  body === 'raw'
    ? { 'application/octet-stream': { schema: { type: 'string' as const, format: 'binary' } } }
    : { 'application/json': { schema: body } };

function successesOf({ answers, csv }: Endpoint): ZodOpenApiResponsesObject {
  const responses = Object.entries(answers).map(([status, schema]) => {
    const csvContent = csv && { 'text/csv': { schema: { type: 'string' as const } } };
    const content = { 'application/json': { schema }, ...csvContent };
    return [status, { description: status === '202' ? 'Accepted' : 'Done', ...(status !== '204' && { content }) }];
  });
  return Object.fromEntries(responses);
}

/** One response per status, which names the codes that are answered with it. */
function problemResponsesOf(endpoint: Endpoint): ZodOpenApiResponsesObject {
  const problems = Object.entries(problemsOf(endpoint));
  const content = { 'application/problem+json': { schema: problemSchema } };
  const responseOf = (status: number) => {
    const codes = problems.filter((problem) => problem[1] === status).map(([code]) => code);
    return { description: codes.join(', '), content };
  };
  return Object.fromEntries(problems.map(([, status]) => [status, responseOf(status)]));
}
