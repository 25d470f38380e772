import type { Container } from './container.ts';
import {
  chargeOfRefusal,
  type DocumentOperation,
  execute,
  type Outcome,
  partitionOf,
  wholePartitionKey,
} from './documents.ts';
import { badRequest, CosmosError, SUBSTATUS, tooLarge } from './errors.ts';
import { isObject, type Json, type JsonObject } from './json.ts';
import { LIMITS } from './limits.ts';
import type { PartitionKey } from './partition-key.ts';
import { type Answer, type Call, isSet, wantsMinimal } from './protocol.ts';
import { beginTransaction, type Changes, type Transaction } from './transaction.ts';

/** A batch request on its way through the container. `now` in milliseconds since 1970. */
export interface Batch {
  readonly container: Container;
  readonly call: Call;
  readonly now: number;
  readonly commit: (transaction: Transaction) => Changes;
}

/**
 * `x-ms-cosmos-batch-atomic`: all operations or none, in one logical partition. Else a bulk request: each operation
 * stands alone, in the partition that it names.
 */
export function runBatch(batch: Batch): Answer {
  const { container, call } = batch;
  const operations = parseOperations(call);
  const run = isSet(call.headers, 'x-ms-cosmos-batch-atomic') ? runAtomic : runBulk;
  const results = run(batch, operations);
  const minimal = wantsMinimal(call.headers);
  const texts = results.map((result, at) => resultText(result, minimal && operations[at]?.operation.type !== 'Read'));
  return {
    status: results.every(succeeded) ? 200 : 207,
    body: `[${texts.join(',')}]`,
    charge: results.reduce((sum, { charge }) => sum + charge, 0),
    ...(results.some(succeeded) && { changed: container }),
  };
}

interface BatchOperation {
  readonly operation: DocumentOperation;
  /** As the operation itself names it. */
  readonly partitionKey: string | undefined;
  /** Bytes of its body. */
  readonly size: number;
}

interface Refused {
  readonly status: number;
  readonly substatus: number | undefined;
  readonly message: string;
  readonly charge: number;
}

type Result = Outcome | Refused;

const FAILED_DEPENDENCY: Refused = {
  status: 424,
  substatus: undefined,
  message: 'Another operation of the batch failed.',
  charge: 0,
};

function runAtomic({ container, call, now, commit }: Batch, operations: readonly BatchOperation[]): readonly Result[] {
  const header = call.headers['x-ms-documentdb-partitionkey'];
  if (header === undefined)
    throw badRequest('A transactional batch needs a partition key.', SUBSTATUS.partitionKeyMismatch);
  const key = wholePartitionKey(container, header);
  checkPartitions(container, key, operations);
  const transaction = beginTransaction(container, key, now);
  const results: Result[] = [];
  for (const operation of operations) {
    const result = attempt(operation, () => execute(transaction, operation.operation));
    if (!succeeded(result)) return operations.map((_, at) => (at === results.length ? result : undone(results[at])));
    results.push(result);
  }
  commit(transaction);
  return results;
}

function checkPartitions(container: Container, key: PartitionKey, operations: readonly BatchOperation[]): void {
  for (const { partitionKey } of operations)
    if (partitionKey !== undefined && wholePartitionKey(container, partitionKey) !== key)
      throw badRequest(
        'One or more operations within the batch request have a different partition key value than the request.',
      );
}

/** An operation that was carried out and taken back keeps its charge. */
const undone = (result: Result | undefined): Refused => ({ ...FAILED_DEPENDENCY, charge: result?.charge ?? 0 });

function runBulk({ container, call, now, commit }: Batch, operations: readonly BatchOperation[]): readonly Result[] {
  const goesOn = isSet(call.headers, 'x-ms-cosmos-batch-continue-on-error');
  let failed = false;
  return operations.map((each) => {
    if (failed && !goesOn) return FAILED_DEPENDENCY;
    const result = attempt(each, () => {
      const header = each.partitionKey ?? call.headers['x-ms-documentdb-partitionkey'];
      const transaction = beginTransaction(container, partitionOf(container, each.operation, header), now);
      const outcome = execute(transaction, each.operation);
      commit(transaction);
      return outcome;
    });
    failed ||= !succeeded(result);
    return result;
  });
}

function attempt({ operation, size }: BatchOperation, run: () => Outcome): Result {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof CosmosError)) throw error;
    const { status, substatus, message } = error;
    return { status, substatus, message, charge: chargeOfRefusal(error, operation.type === 'Read', size) };
  }
}

const succeeded = (result: Result): result is Outcome => result.status < 400;

function resultText(result: Result, minimal: boolean): string {
  const head = { statusCode: result.status, requestCharge: result.charge };
  if ('message' in result) return JSON.stringify({ ...head, subStatusCode: result.substatus, message: result.message });
  const { document } = result;
  if (!document) return JSON.stringify(head);
  const withTag = JSON.stringify({ ...head, eTag: document.etag });
  // The stored text goes in as it is: it is JSON already.
  return minimal || result.status === 304 ? withTag : `${withTag.slice(0, -1)},"resourceBody":${document.text}}`;
}

function parseOperations(call: Call): readonly BatchOperation[] {
  if (!Array.isArray(call.body)) throw badRequest('A batch must be a list of operations.');
  if (call.body.length > LIMITS.batchOperations)
    throw badRequest(`Batch request has more operations than what is supported (${LIMITS.batchOperations}).`);
  if (call.size > LIMITS.batchBytes) throw tooLarge();
  return call.body.map(parseOperation);
}

function parseOperation(given: Json): BatchOperation {
  if (!isObject(given)) throw badRequest('An operation of a batch must be an object.');
  const operation = documentOperation(given);
  const size = 'body' in operation ? Buffer.byteLength(JSON.stringify(operation.body ?? null)) : 0;
  return { operation, partitionKey: partitionKeyText(given['partitionKey']), size };
}

function documentOperation(given: JsonObject): DocumentOperation {
  const { operationType: type, resourceBody: body } = given;
  const conditions = { ifMatch: text(given, 'ifMatch'), ifNoneMatch: text(given, 'ifNoneMatch') };
  switch (type) {
    case 'Create':
    case 'Upsert':
      return { type, body, conditions };
    case 'Replace':
    case 'Patch':
      return { type, id: requiredId(given), body, conditions };
    case 'Read':
    case 'Delete':
      return { type, id: requiredId(given), conditions };
    default:
      throw badRequest(`The operation type '${JSON.stringify(type)}' is not supported.`);
  }
}

/** JavaScript sends the key as JSON text, or as the array itself. */
function partitionKeyText(given: Json | undefined): string | undefined {
  if (given === undefined) return undefined;
  return typeof given === 'string' ? given : JSON.stringify(given);
}

function text(given: JsonObject, name: string): string | undefined {
  const value = given[name];
  return typeof value === 'string' ? value : undefined;
}

function requiredId(given: JsonObject): string {
  const id = text(given, 'id');
  if (id === undefined) throw badRequest('An operation of a batch lacks the id of its document.');
  return id;
}
