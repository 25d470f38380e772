import { badRequest } from './errors.ts';
import { isObject, type Json, type JsonObject, pathNames } from './json.ts';
import { checkResourceId, checkTimeToLive } from './limits.ts';

/** What a client says about a container; everything else in a body is kept and given back. */
export interface ContainerSettings extends JsonObject {
  readonly id: string;
  readonly partitionKey: PartitionKeyDefinition;
}

interface PartitionKeyDefinition extends JsonObject {
  readonly paths: readonly string[];
  readonly kind: string;
}

type Path = readonly string[];

/** One path of a composite index. */
export interface CompositePath {
  readonly path: Path;
  readonly descending: boolean;
}

/** Settings in the form in which requests use them. */
export interface ContainerRules {
  readonly keyPaths: readonly Path[];
  readonly uniqueKeys: readonly (readonly Path[])[];
  readonly compositeIndexes: readonly (readonly CompositePath[])[];
  /** Seconds; -1 when documents expire by their own `ttl` alone; undefined when nothing expires. */
  readonly defaultTimeToLive: number | undefined;
}

/** Fills in what the service fills in. Throws 400 for what it refuses. */
export function containerSettings(body: Json | undefined): ContainerSettings {
  if (!isObject(body)) throw badRequest('The request body must be a JSON object.');
  return {
    conflictResolutionPolicy: {
      mode: 'LastWriterWins',
      conflictResolutionPath: '/_ts',
      conflictResolutionProcedure: '',
    },
    geospatialConfig: { type: 'Geography' },
    ...body,
    id: checkResourceId(body['id']),
    partitionKey: partitionKeyDefinition(body['partitionKey']),
    indexingPolicy: indexingPolicy(body['indexingPolicy']),
  };
}

export function containerRules(settings: JsonObject): ContainerRules {
  const { partitionKey, uniqueKeyPolicy, indexingPolicy, defaultTtl } = settings;
  return {
    keyPaths: keyPaths(partitionKey),
    uniqueKeys: list(uniqueKeyPolicy, 'uniqueKeys').map((key) => list(key, 'paths').map(checkPath)),
    compositeIndexes: list(indexingPolicy, 'compositeIndexes').map((index) => items(index).map(compositePath)),
    defaultTimeToLive: checkTimeToLive('defaultTtl', defaultTtl),
  };
}

const MAX_KEY_PATHS = 3;

function partitionKeyDefinition(value: Json | undefined): PartitionKeyDefinition {
  if (value === undefined) return { paths: ['/_partitionKey'], kind: 'Hash' };
  const paths = list(value, 'paths').map(checkPathText);
  const kind = isObject(value) && value['kind'] !== undefined ? value['kind'] : paths.length > 1 ? 'MultiHash' : 'Hash';
  if (kind !== 'Hash' && kind !== 'MultiHash')
    throw badRequest(`The partition key kind '${JSON.stringify(kind)}' is not Hash or MultiHash.`);
  if (paths.length === 0 || paths.length > (kind === 'Hash' ? 1 : MAX_KEY_PATHS))
    throw badRequest(`A partition key of kind ${kind} cannot have ${paths.length} paths.`);
  return { ...(isObject(value) ? value : {}), paths, kind };
}

function indexingPolicy(value: Json | undefined): JsonObject {
  if (value !== undefined && !isObject(value)) throw badRequest('The indexing policy must be an object.');
  const excludedPaths = list(value, 'excludedPaths');
  return {
    indexingMode: 'consistent',
    automatic: true,
    includedPaths: [{ path: '/*' }],
    ...value,
    excludedPaths: excludedPaths.some(isTagPath) ? excludedPaths : [...excludedPaths, TAG_PATH],
  };
}

/** The service never indexes the tag, and says so in each definition. */
const TAG_PATH = { path: '/"_etag"/?' };
const isTagPath = (excluded: Json) => isObject(excluded) && excluded['path'] === TAG_PATH.path;

const keyPaths = (partitionKey: Json | undefined) => list(partitionKey, 'paths').map(checkPath);

function compositePath(value: Json): CompositePath {
  if (!isObject(value)) throw badRequest('A composite index is a list of paths with their orders.');
  return { path: checkPath(value['path']), descending: value['order'] === 'descending' };
}

const checkPath = (path: Json | undefined) => pathNames(checkPathText(path));

function checkPathText(path: Json | undefined): string {
  if (typeof path === 'string' && path.startsWith('/') && path.length > 1) return path;
  throw badRequest(`The path '${typeof path === 'string' ? path : JSON.stringify(path)}' could not be accepted.`);
}

/** The list under a name, empty when absent. */
function list(value: Json | undefined, name: string): readonly Json[] {
  const found = isObject(value) ? value[name] : undefined;
  return found === undefined || found === null ? [] : items(found);
}

function items(value: Json): readonly Json[] {
  if (Array.isArray(value)) return value;
  throw badRequest(`A list was expected, not '${JSON.stringify(value).slice(0, 200)}'.`);
}
