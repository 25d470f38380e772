import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { SERVICES } from '../../contracts/events/topology.ts';
import { problemsOf } from '../../contracts/http/problem.ts';
import { rolesWith } from '../../contracts/http/roles.ts';
import { commonRoutes } from '../common/common-routes.ts';
import { loadKnownTenant } from '../tenants/known-tenant.ts';
import { openApiDocument } from './document.ts';

interface Operation {
  readonly operationId: string;
  readonly description: string;
  readonly security: readonly object[];
  readonly parameters?: readonly { readonly in: string; readonly name: string; readonly schema: object }[];
  readonly requestBody?: { readonly content: Record<string, { readonly schema: object }> };
  readonly responses: Record<string, { readonly description: string; readonly content?: Record<string, object> }>;
}

const nothing = { routes: [], handlers: [], timers: [], lists: [], settings: [] };

describe.each(SERVICES)('the OpenAPI document of %s', (name) => {
  const routes = commonRoutes({ name, tenant: loadKnownTenant, ...nothing });
  const document = openApiDocument(name, routes);
  const operations = Object.values(document.paths ?? {}).flatMap((path) => Object.values(path ?? {}) as Operation[]);
  const described = routes.map(({ operation, endpoint }) => ({
    endpoint,
    found: operations.find(({ operationId }) => operationId === operation),
  }));

  it('describes each route once', () => {
    expect(operations.map(({ operationId }) => operationId).sort()).toEqual(
      routes.map(({ operation }) => operation).sort(),
    );
  });

  it('names the roles, or why there are none', () => {
    for (const { endpoint, found } of described) {
      if ('public' in endpoint.access)
        expect(found).toMatchObject({ security: [], description: endpoint.access.public });
      else {
        expect(found?.security).toEqual([{ bearer: [] }]);
        for (const role of rolesWith(endpoint.access.permission)) expect(found?.description).toContain(role);
      }
    }
  });

  it('names every refusal under its status', () => {
    for (const { endpoint, found } of described)
      for (const [code, status] of Object.entries(problemsOf(endpoint)))
        expect(found?.responses[status]?.description.split(', ')).toContain(code);
  });

  it('has every parameter of path and query', () => {
    for (const { endpoint, found } of described) {
      const wanted = [...Object.keys(endpoint.params?.shape ?? {}), ...Object.keys(endpoint.query?.shape ?? {})];
      const names = found?.parameters
        ?.filter((parameter) => parameter.in !== 'header')
        .map((parameter) => parameter.name);
      expect(names ?? []).toEqual(wanted);
    }
  });

  it('says of bodies what their schemas say', () => {
    for (const { endpoint, found } of described) {
      if (!endpoint.body || endpoint.body === 'raw') continue;
      // Without names for parts, which the document keeps as components.
      const { $schema: _, ...schema } = z.toJSONSchema(endpoint.body, { io: 'input', metadata: z.registry() });
      const written = resolve(document, found?.requestBody?.content['application/json']?.schema);
      expect(written).toEqual(schema);
    }
  });

  it('refers to nothing that is not there', () => {
    const references = JSON.stringify(document).match(/#\/components\/schemas\/[\w.-]+/g) ?? [];
    const schemas = Object.keys(document.components?.schemas ?? {});
    expect(references.length).toBeGreaterThan(0);
    for (const reference of references) expect(schemas).toContain(reference.split('/').at(-1));
  });
});

/** A schema with the components it refers to put in place. */
function resolve(document: object, schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map((item) => resolve(document, item));
  if (typeof schema !== 'object' || schema === null) return schema;
  const { $ref } = schema as { $ref?: string };
  if ($ref) {
    const components = (document as { components?: { schemas?: Record<string, unknown> } }).components?.schemas ?? {};
    return resolve(document, components[$ref.split('/').at(-1) ?? '']);
  }
  return Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, resolve(document, value)]));
}
