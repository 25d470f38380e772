import type { Account } from './account.ts';
import { isQuery } from './answers.ts';
import { runBatch } from './batch.ts';
import { readChangeFeed } from './change-feed.ts';
import type { Container } from './container.ts';
import { type DocumentOperation, execute, type Outcome, partitionOf } from './documents.ts';
import { methodNotAllowed } from './errors.ts';
import { type Answer, type Call, isSet, wantsMinimal } from './protocol.ts';
import { isCrossPartition, queryDocuments, readFeed } from './query.ts';
import { queryPlan } from './query-plan.ts';
import { documentNumber } from './resource-id.ts';
import { sweepWhenDue } from './time-to-live.ts';
import { beginTransaction, type Changes, type Transaction } from './transaction.ts';

/** Requests to `…/docs`. */
export function documentsRequest(account: Account, container: Container, call: Call): Answer {
  const now = account.clock.now();
  const { method, headers } = call;
  if (method === 'GET')
    return headers['a-im'] ? readChangeFeed(container, call, Math.floor(now / 1000)) : readFeed(container, call, now);
  if (method !== 'POST') throw methodNotAllowed(method);
  if (isSet(headers, 'x-ms-cosmos-is-batch-request'))
    return runBatch({ container, call, now, commit: (transaction) => commit(account, transaction) });
  if (isSet(headers, 'x-ms-cosmos-is-query-plan-request')) return queryPlan(call);
  if (isQuery(call)) return query(account, container, call, now);
  const type = isSet(headers, 'x-ms-documentdb-is-upsert') ? 'Upsert' : 'Create';
  return operate(account, container, call, { type, body: call.body, conditions: conditionsOf(call) });
}

/** Requests to `…/docs/{id}`, by id or by resource id. */
export function documentRequest(account: Account, container: Container, address: string, call: Call): Answer {
  const number = documentNumber(container.definition._rid, address);
  const id = (number !== undefined && container.documents.get(number)?.id) || address;
  const conditions = conditionsOf(call);
  switch (call.method) {
    case 'GET':
      return operate(account, container, call, { type: 'Read', id, conditions });
    case 'PUT':
      return operate(account, container, call, { type: 'Replace', id, body: call.body, conditions });
    case 'PATCH':
      return operate(account, container, call, { type: 'Patch', id, body: call.body, conditions });
    case 'DELETE':
      return operate(account, container, call, { type: 'Delete', id, conditions });
    default:
      throw methodNotAllowed(call.method);
  }
}

function operate(account: Account, container: Container, call: Call, operation: DocumentOperation): Answer {
  const key = partitionOf(container, operation, call.headers['x-ms-documentdb-partitionkey']);
  const transaction = beginTransaction(container, key, account.clock.now());
  const outcome = execute(transaction, operation);
  if (operation.type === 'Read') return documentAnswer(outcome, outcome.status === 304);
  commit(account, transaction);
  return { ...documentAnswer(outcome, wantsMinimal(call.headers)), changed: container };
}

function documentAnswer({ status, document, charge }: Outcome, empty: boolean): Answer {
  if (!document) return { status, charge, body: '' };
  return { status, charge, body: empty ? '' : document.text, headers: { etag: document.etag } };
}

function query(account: Account, container: Container, call: Call, now: number): Answer {
  const answer = queryDocuments(container, call, now);
  if (isCrossPartition(container, call.headers)) account.crossPartitionQueries.note(container, call);
  return answer;
}

function conditionsOf({ headers }: Call) {
  return { ifMatch: headers['if-match'], ifNoneMatch: headers['if-none-match'] };
}

/** All writes of documents go through here: what becomes visible is noted for the disk. */
function commit(account: Account, transaction: Transaction): Changes {
  const { container, now } = transaction;
  const changes = transaction.commit();
  account.journal.noteDocuments(container, changes);
  const removed = sweepWhenDue(container, Math.floor(now / 1000));
  if (removed.length > 0) account.journal.noteDocuments(container, { written: [], removed });
  return changes;
}
