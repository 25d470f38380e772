import { type Container, forgetDocument, keepDocument } from './container.ts';
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

  function find(id: string): StoredDocument | undefined {
    if (staged.has(id)) return staged.get(id);
    const document = before?.get(id);
    return document && !isExpired(container, document, seconds) ? document : undefined;
  }

  return {
    container,
    partitionKey,
    now,
    find,
    put(body, previous) {
      const uniqueKeys = uniqueKeyValues(container, body);
      checkUniqueKeys({ container, partitionKey, id: body.id, uniqueKeys, staged: staged.values(), find });
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
  const etag = etagOf(containerId, lsn, seconds);
  const system = { _rid, _self: `${_self}docs/${_rid}/`, _etag: etag, _attachments: 'attachments/', _ts: seconds };
  const text = JSON.stringify({ ...body, ...system });
  checkDocumentSize(text);
  const timeToLive = typeof body['ttl'] === 'number' ? body['ttl'] : undefined;
  return { id: body.id, partitionKey, number, lsn, etag, timestamp: seconds, timeToLive, uniqueKeys, text };
}

/** Unlike that of any other version in the container, and in one of the same name made later. */
function etagOf(containerResourceId: string, lsn: number, seconds: number): string {
  const incarnation = Buffer.from(containerResourceId, 'base64').toString('hex', 4, 8);
  return `"${hexadecimal(lsn, 8)}-${incarnation.slice(0, 4)}-${incarnation.slice(4)}-0000-${hexadecimal(seconds, 12)}"`;
}

const hexadecimal = (number: number, digits: number) => number.toString(16).padStart(digits, '0');
