import type { Container } from './container.ts';
import { badRequest, type CosmosError, conflict, notFound, preconditionFailed, SUBSTATUS } from './errors.ts';
import type { Json } from './json.ts';
import { checkDocument, type DocumentBody } from './limits.ts';
import { isPrefix, type PartitionKey, parsePartitionKey, partitionKeyOf } from './partition-key.ts';
import { applyPatch, parsePatch } from './patch.ts';
import { patchCharge, readCharge, refusedWriteCharge, writeCharge } from './request-charge.ts';
import { matchesCondition } from './sql-query.ts';
import { bodyOf, type StoredDocument } from './stored-document.ts';
import type { Transaction } from './transaction.ts';

/** One operation on one document, whether it comes as a request or inside a batch. */
export type DocumentOperation =
  | { readonly type: 'Create' | 'Upsert'; readonly body: Json | undefined; readonly conditions: Conditions }
  | {
      readonly type: 'Replace' | 'Patch';
      readonly id: string;
      readonly body: Json | undefined;
      readonly conditions: Conditions;
    }
  | { readonly type: 'Read' | 'Delete'; readonly id: string; readonly conditions: Conditions };

export interface Conditions {
  readonly ifMatch: string | undefined;
  readonly ifNoneMatch: string | undefined;
}

export interface Outcome {
  readonly status: 200 | 201 | 204 | 304;
  /** The document read or written; absent after a delete. */
  readonly document: StoredDocument | undefined;
  readonly charge: number;
}

/** The logical partition of an operation: what the request names, else what the document says. */
export function partitionOf(
  container: Container,
  operation: DocumentOperation,
  header: string | undefined,
): PartitionKey {
  if (header !== undefined) return wholePartitionKey(container, header);
  switch (operation.type) {
    case 'Create':
    case 'Upsert':
    case 'Replace':
      return partitionKeyOf(checkDocument(operation.body), container.rules.keyPaths);
    case 'Read':
    case 'Patch':
    case 'Delete':
      throw badRequest('The request names no partition key (x-ms-documentdb-partitionkey).');
  }
}

/** The key in a header, which must not be a mere prefix. */
export function wholePartitionKey(container: Container, header: string): PartitionKey {
  const key = parsePartitionKey(header, container.rules.keyPaths);
  if (!isPrefix(key, container.rules.keyPaths)) return key;
  throw badRequest(
    'The partition key supplied has fewer components than the container has key paths.',
    SUBSTATUS.partitionKeyMismatch,
  );
}

/** Carries the operation out within the transaction. Throws what the service would answer instead. */
export function execute(transaction: Transaction, operation: DocumentOperation): Outcome {
  switch (operation.type) {
    case 'Create':
      return create(transaction, bodyFor(transaction, operation.body));
    case 'Upsert':
      return upsert(transaction, bodyFor(transaction, operation.body), operation.conditions);
    case 'Replace':
      return replace(transaction, operation.id, bodyFor(transaction, operation.body), operation.conditions);
    case 'Patch':
      return patch(transaction, operation.id, operation.body, operation.conditions);
    case 'Read':
      return read(transaction, operation.id, operation.conditions);
    case 'Delete':
      return remove(transaction, operation.id, operation.conditions);
  }
}

/** What a refused operation costs; `bytes` is the size of its request. */
export function chargeOfRefusal(error: CosmosError, isRead: boolean, bytes: number): number {
  if (error.status === 429) return 0; // a refusal that costs would keep a busy client from ever recovering
  return isRead ? readCharge(0) : refusedWriteCharge(bytes);
}

function create(transaction: Transaction, body: DocumentBody): Outcome {
  if (transaction.find(body.id)) throw conflict('Entity with the specified id already exists in the system.');
  return written(201, transaction.put(body, undefined));
}

function upsert(transaction: Transaction, body: DocumentBody, conditions: Conditions): Outcome {
  const previous = transaction.find(body.id);
  if (previous) checkMatch(previous, conditions);
  return written(previous ? 200 : 201, transaction.put(body, previous));
}

function replace(transaction: Transaction, id: string, body: DocumentBody, conditions: Conditions): Outcome {
  const previous = present(transaction, id);
  checkMatch(previous, conditions);
  if (body.id !== id) throw badRequest('Replacing the id of a document is not supported.');
  return written(200, transaction.put(body, previous));
}

function patch(transaction: Transaction, id: string, body: Json | undefined, conditions: Conditions): Outcome {
  const { operations, condition } = parsePatch(body);
  const previous = present(transaction, id);
  checkMatch(previous, conditions);
  if (condition !== undefined && !matchesCondition(condition, bodyOf(previous), transaction.now))
    throw preconditionFailed();
  if (operations.some(({ path }) => isSystemPath(path))) throw badRequest('Cannot patch system properties.');
  const patched = checkDocument(applyPatch(JSON.parse(previous.text), operations));
  if (patched.id !== id || partitionKeyOf(patched, transaction.container.rules.keyPaths) !== previous.partitionKey)
    throw badRequest('Cannot patch the id or the partition key of a document.');
  const document = transaction.put(patched, previous);
  return { status: 200, document, charge: patchCharge(sizeOf(document)) };
}

function read(transaction: Transaction, id: string, { ifNoneMatch }: Conditions): Outcome {
  const document = present(transaction, id);
  const unchanged = ifNoneMatch === document.etag;
  return { status: unchanged ? 304 : 200, document, charge: readCharge(unchanged ? 0 : sizeOf(document)) };
}

function remove(transaction: Transaction, id: string, conditions: Conditions): Outcome {
  const document = present(transaction, id);
  checkMatch(document, conditions);
  transaction.remove(document);
  return { status: 204, document: undefined, charge: writeCharge(sizeOf(document)) };
}

function written(status: 200 | 201, document: StoredDocument): Outcome {
  return { status, document, charge: writeCharge(sizeOf(document)) };
}

function bodyFor(transaction: Transaction, given: Json | undefined): DocumentBody {
  const body = checkDocument(given);
  if (partitionKeyOf(body, transaction.container.rules.keyPaths) === transaction.partitionKey) return body;
  throw badRequest(
    "PartitionKey extracted from document doesn't match the one specified in the header.",
    SUBSTATUS.partitionKeyMismatch,
  );
}

function present(transaction: Transaction, id: string): StoredDocument {
  const document = transaction.find(id);
  if (!document) throw notFound();
  return document;
}

function checkMatch(document: StoredDocument, { ifMatch }: Conditions): void {
  if (ifMatch !== undefined && ifMatch !== '*' && ifMatch !== document.etag) throw preconditionFailed();
}

const SYSTEM_PROPERTIES = ['_rid', '_self', '_etag', '_ts', '_attachments'];
const isSystemPath = (path: string) =>
  SYSTEM_PROPERTIES.some((name) => path === `/${name}` || path.startsWith(`/${name}/`));

const sizeOf = (document: StoredDocument) => Buffer.byteLength(document.text);
