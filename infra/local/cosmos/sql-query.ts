import { badRequest } from './errors.ts';
import { isObject, type Json } from './json.ts';
import { type CompiledQuery, compile, compileCondition, SqlError } from './sql/index.ts';

/** The text of a query and its parameters, as a client sends them. */
export interface SqlQuerySpec {
  readonly query: string;
  readonly parameters: readonly { readonly name: string; readonly value: Json }[];
}

export function parseQuerySpec(body: Json | undefined): SqlQuerySpec {
  if (!isObject(body) || typeof body['query'] !== 'string') throw badRequest('A query needs its text.');
  const parameters = body['parameters'] ?? [];
  if (!Array.isArray(parameters)) throw badRequest('The parameters of a query must be a list.');
  return { query: body['query'], parameters: parameters.map(parseParameter) };
}

/** Compiles the query. Throws 400 with the place of a mistake. */
export const compileQuery = ({ query, parameters }: SqlQuerySpec): CompiledQuery =>
  answering400(() => compile(query, parameters));

/** The finished result. `now` in milliseconds since 1970. Throws 400 for a query that does too much. */
export const runCompiled = (query: CompiledQuery, documents: Iterable<Json>, now: number): readonly Json[] =>
  answering400(() => query.run(documents, { now }));

/** Whether a document matches the condition of a patch, `FROM c WHERE …`. */
export const matchesCondition = (condition: string, document: Json, now: number): boolean =>
  answering400(() => compileCondition(condition)(document, { now }));

function answering400<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof SqlError ? badRequest(report(error)) : error;
  }
}

/** The text in which the service reports a mistake in a query. */
function report({ code, message, location: { start, end } }: SqlError): string {
  return `Message: ${JSON.stringify({ errors: [{ severity: 'Error', location: { start, end }, code, message }] })}`;
}

function parseParameter(given: Json): { name: string; value: Json } {
  if (!isObject(given) || typeof given['name'] !== 'string')
    throw badRequest('A parameter of a query needs a name and a value.');
  return { name: given['name'], value: given['value'] ?? null };
}
