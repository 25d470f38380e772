import { type Container, forgetDocument, keepDocument } from './container.ts';
import type { JsonObject } from './json.ts';
import { checkDocumentSize, type DocumentBody } from './limits.ts';
import type { PartitionKey } from './partition-key.ts';
import { documentResourceId } from './resource-id.ts';
import type { StoredDocument } from './stored-document.ts';
import { isExpired } from './time-to-live.ts';
import { checkUniqueKeys, uniqueKeyValues } from './unique-keys.ts';

/** Changes to one logical partition that become visible together, or never. */
export interface Transaction {
  readonly container: Container;
  readonly partitionKey: PartitionKey;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** The present version, as this transaction left it; undefined when there is none or it has expired. */
  find(id: string): StoredDocument | undefined;
  /** Writes a new version. Throws 409 for a unique key that another document holds, 413 for one that is too large. */
  put(body: DocumentBody, previous: StoredDocument | undefined): StoredDocument;
  remove(document: StoredDocument): void;
  /** Makes the changes visible and tells what they were. */
  commit(): Changes;
}

export interface Changes {
  readonly written: readonly StoredDocument[];
  readonly removed: readonly StoredDocument[];
}

export function beginTransaction(container: Container, partitionKey: PartitionKey, now: number): Transaction {
  const seconds = Math.floor(now / 1000);
  const before = container.partitions.get(partitionKey)?.documents;
  const staged = new Map<string, StoredDocument | undefined>();
  let { lsn, lastNumber } = container;

  // No function of its own for `find`: tsx names each new one, which takes longer than a point read.
  const transaction: Transaction = {
    container,
    partitionKey,
    now,
    find(id) {
      if (staged.has(id)) return staged.get(id);
      const document = before?.get(id);
      return document && !isExpired(container, document, seconds) ? document : undefined;
    },
    put(body, previous) {
      const uniqueKeys = uniqueKeyValues(container, body);
      if (uniqueKeys.length > 0) checkUniqueKeys({ transaction, id: body.id, uniqueKeys, staged: staged.values() });
      lsn += 1;
      const number = previous?.number ?? ++lastNumber;
      const document = newVersion({ container, partitionKey, body, uniqueKeys, number, lsn, seconds });
      staged.set(body.id, document);
      return document;
    },
    remove(document) {
      lsn += 1;
      staged.set(document.id, undefined);
    },
    commit() {
      const written: StoredDocument[] = [];
      const removed: StoredDocument[] = [];
      for (const [id, document] of staged) {
        const old = before?.get(id);
        if (old && old.number !== document?.number) removed.push(old);
        if (document) written.push(document);
      }
      for (const document of removed) forgetDocument(container, document);
      for (const document of written.sort((a, b) => a.lsn - b.lsn)) keepDocument(container, document);
      Object.assign(container, { lsn, lastNumber });
      return { written, removed };
    },
  };
  return transaction;
}

interface Version {
  readonly container: Container;
  readonly partitionKey: PartitionKey;
  readonly body: DocumentBody;
  readonly uniqueKeys: readonly string[];
  readonly number: number;
  readonly lsn: number;
  readonly seconds: number;
}

function newVersion({ container, partitionKey, body, uniqueKeys, number, lsn, seconds }: Version): StoredDocument {
  const { _rid: containerId, _self } = container.definition;
  const _rid = documentResourceId(containerId, number);
  const etag = etagOf(container.incarnation, lsn, seconds);
  const system = { _rid, _self: `${_self}docs/${_rid}/`, _etag: etag, _attachments: 'attachments/', _ts: seconds };
  const text = textWith(body, system);
  checkDocumentSize(text);
  const timeToLive = typeof body['ttl'] === 'number' ? body['ttl'] : undefined;
  return { id: body.id, partitionKey, number, lsn, etag, timestamp: seconds, timeToLive, uniqueKeys, text };
}

/** The document's text. Appending saves a copy of the body, which takes longer than all else in a write. */
function textWith(body: DocumentBody, system: JsonObject): string {
  for (const name in system) if (name in body) return JSON.stringify({ ...body, ...system });
  return `${JSON.stringify(body).slice(0, -1)},${JSON.stringify(system).slice(1)}`;
}

/** Unlike that of any other version in the container, and in one of the same name made later. */
function etagOf(incarnation: string, lsn: number, seconds: number): string {
  return `"${hexadecimal(lsn, 8)}-${incarnation}-0000-${hexadecimal(seconds, 12)}"`;
}

const hexadecimal = (number: number, digits: number) => number.toString(16).padStart(digits, '0');
