import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { SERVICES } from '../events/topology.ts';
import { commonTables, ownTables } from './catalogue.ts';

const endpoints = [...ownTables, ...SERVICES.flatMap(commonTables)].flatMap((table) => Object.values(table.endpoints));

describe('the endpoints of all services', () => {
  it('declare no path twice', () => {
    const places = endpoints.map(({ method, path }) => `${method} ${path.replaceAll(/\{\w+\}/g, '{}').toLowerCase()}`);
    expect(places.filter((place, index) => places.indexOf(place) !== index)).toEqual([]);
  });

  it('have a schema for every parameter of their path, and for no other', () => {
    for (const { path, params } of endpoints)
      expect(Object.keys(params?.shape ?? {}).sort()).toEqual(
        [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort(),
      );
  });

  it('accept no unknown field anywhere in a body, query or path', () => {
    for (const { path, params, query, body } of endpoints)
      for (const schema of [params, query, body])
        if (schema && schema !== 'raw')
          expect({ path, open: openObjects(z.toJSONSchema(schema, { io: 'input' })) }).toEqual({ path, open: [] });
  });
});

/** Places of objects that take fields they do not name. */
function openObjects(schema: unknown, place = ''): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const own =
    'properties' in schema && !('additionalProperties' in schema && schema.additionalProperties === false)
      ? [place]
      : [];
  return [...own, ...Object.entries(schema).flatMap(([key, value]) => openObjects(value, `${place}/${key}`))];
}
