import { isObject, type Json } from './json.ts';
import { type Answer, type Call, isSet } from './protocol.ts';
import { LOOKUP_CHARGE } from './request-charge.ts';
import { compileQuery, parseQuerySpec, runCompiled } from './sql-query.ts';

/** A definition (database, container, offer) with its tag. */
export function definitionAnswer(status: number, definition: { readonly _etag: string }): Answer {
  return { status, body: JSON.stringify(definition), charge: LOOKUP_CHARGE, headers: { etag: definition._etag } };
}

/** Definitions under the name that the protocol gives their list; those that match, when the request is a query. */
export function listAnswer(name: string, parentResourceId: string, definitions: readonly Json[], call: Call): Answer {
  const found = isQuery(call) ? matching(call.body, definitions) : definitions;
  return {
    status: 200,
    body: JSON.stringify({ _rid: parentResourceId, [name]: found, _count: found.length }),
    charge: LOOKUP_CHARGE,
    headers: { 'x-ms-item-count': String(found.length) },
  };
}

/** Whether a POST asks instead of creating. */
export function isQuery({ method, headers, body }: Call): boolean {
  if (method !== 'POST' || !isObject(body)) return false;
  return (
    isSet(headers, 'x-ms-documentdb-isquery') || headers['content-type']?.startsWith('application/query+json') === true
  );
}

const matching = (query: Json | undefined, definitions: readonly Json[]) =>
  runCompiled(compileQuery(parseQuerySpec(query)), definitions, Date.now());
