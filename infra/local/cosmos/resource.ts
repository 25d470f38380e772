import { badRequest } from './errors.ts';

/** What a path addresses. Databases and containers go by name or by resource id. */
export type Resource =
  | { readonly type: 'account' }
  | { readonly type: 'databases' }
  | { readonly type: 'database'; readonly database: string }
  | { readonly type: 'containers'; readonly database: string }
  | {
      readonly type: 'container' | 'partition key ranges' | 'documents';
      readonly database: string;
      readonly container: string;
    }
  | { readonly type: 'document'; readonly database: string; readonly container: string; readonly id: string }
  | { readonly type: 'offers' }
  | { readonly type: 'offer'; readonly id: string };

export function parseResource(path: string): Resource {
  const [root, first, second, third, fourth, fifth, ...rest] = segments(path);
  if (rest.length > 0) throw unknown(path);
  if (root === undefined) return { type: 'account' };
  if (root === 'offers' && second === undefined)
    return first === undefined ? { type: 'offers' } : { type: 'offer', id: first };
  if (root !== 'dbs') throw unknown(path);
  if (first === undefined) return { type: 'databases' };
  if (second === undefined) return { type: 'database', database: first };
  if (second !== 'colls') throw notEmulated(second, path);
  if (third === undefined) return { type: 'containers', database: first };
  return withinContainer(first, third, fourth, fifth, path);
}

function withinContainer(
  database: string,
  container: string,
  kind: string | undefined,
  id: string | undefined,
  path: string,
): Resource {
  if (kind === undefined) return { type: 'container', database, container };
  if (kind === 'docs')
    return id === undefined
      ? { type: 'documents', database, container }
      : { type: 'document', database, container, id };
  if (kind === 'pkranges' && id === undefined) return { type: 'partition key ranges', database, container };
  throw notEmulated(kind, path);
}

function segments(path: string): readonly string[] {
  const found = path.split('/').filter((segment) => segment !== '');
  if (!path.includes('%')) return found;
  try {
    return found.map(decodeURIComponent);
  } catch {
    throw badRequest(`The path '${path}' is not properly encoded.`);
  }
}

const NOT_EMULATED: Readonly<Record<string, string>> = {
  sprocs: 'Stored procedures are',
  triggers: 'Triggers are',
  udfs: 'User-defined functions are',
  conflicts: 'Conflict feeds are',
  operations: 'Deletions by partition key are',
  users: 'Users and permissions are',
  clientencryptionkeys: 'Client encryption keys are',
};

function notEmulated(kind: string, path: string) {
  const what = Object.hasOwn(NOT_EMULATED, kind) ? NOT_EMULATED[kind] : undefined;
  return what ? badRequest(`${what} not part of this stand-in for Azure Cosmos DB.`) : unknown(path);
}

const unknown = (path: string) => badRequest(`Request url is invalid: '${path}'.`);
