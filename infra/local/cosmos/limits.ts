import { badRequest, tooLarge } from './errors.ts';
import { isDeeperThan, isObject, type Json, type JsonObject } from './json.ts';

/** Limits of the service, as its documentation of quotas states them. */
export const LIMITS = {
  documentBytes: 2 * 1024 * 1024,
  /** A batch of the largest size and what wraps it. */
  requestBytes: 2 * 1024 * 1024 + 64 * 1024,
  batchOperations: 100,
  batchBytes: 2 * 1024 * 1024,
  patchOperations: 10,
  idCharacters: 255,
  idBytes: 1023,
  partitionKeyBytes: 2048,
  nesting: 128,
  pageItems: 1000,
  /** A page that has so much is full. */
  pageBytes: 4 * 1024 * 1024,
} as const;

export interface DocumentBody extends JsonObject {
  readonly id: string;
}

/** The body of a document to be written: an object with an id that the service would take. */
export function checkDocument(body: Json | undefined): DocumentBody {
  if (!isObject(body)) throw badRequest('The request body must be a JSON object.');
  checkId(body['id'], DOCUMENT_ID);
  checkTimeToLive('ttl', body['ttl']);
  if (isDeeperThan(body, LIMITS.nesting))
    throw badRequest(`The document nests more than ${LIMITS.nesting} levels deep.`);
  return body as DocumentBody;
}

const DOCUMENT_ID = /[/\\#]/;
const RESOURCE_ID = /[/\\#?]/;

/** The id of a database or container. */
export const checkResourceId = (id: Json | undefined): string => checkId(id, RESOURCE_ID);

function checkId(id: Json | undefined, forbidden: RegExp): string {
  if (typeof id !== 'string' || id === '')
    throw badRequest("The input content is invalid because the required property 'id' is missing or not a string.");
  if (id.length > LIMITS.idCharacters || Buffer.byteLength(id) > LIMITS.idBytes)
    throw badRequest(`The id is longer than ${LIMITS.idCharacters} characters (${LIMITS.idBytes} bytes).`);
  if (forbidden.test(id)) throw badRequest(`The id '${id}' contains a character that is not allowed.`);
  if (/\s$/.test(id)) throw badRequest(`The id '${id}' ends with a blank.`);
  return id;
}

/** Seconds, or -1 for "never". */
export function checkTimeToLive(property: 'ttl' | 'defaultTtl', value: Json | undefined): number | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'number' && Number.isInteger(value) && (value === -1 || (value > 0 && value < 2 ** 31)))
    return value;
  throw badRequest(`The value of '${property}' must be -1 or a positive 32-bit integer.`);
}

export function checkDocumentSize(text: string): void {
  if (Buffer.byteLength(text) > LIMITS.documentBytes) throw tooLarge();
}
