import { type ChangeLog, createChangeLog } from './change-log.ts';
import { type ContainerRules, type ContainerSettings, containerRules } from './container-definition.ts';
import { createPartitions, type Partitions } from './partitions.ts';
import type { StoredDocument } from './stored-document.ts';

/** A container's definition as clients see it. */
export interface ContainerDefinition extends ContainerSettings {
  readonly _rid: string;
  readonly _self: string;
  readonly _etag: string;
  readonly _ts: number;
}

/** A container and its documents in memory. */
export interface Container {
  definition: ContainerDefinition;
  /** Tells the etags of its documents from those of a container of the same name made later. */
  readonly incarnation: string;
  rules: ContainerRules;
  readonly partitions: Partitions;
  /** By number, so in order of creation. */
  readonly documents: Map<number, StoredDocument>;
  readonly changes: ChangeLog;
  /** Position of the last change. It never goes back. */
  lsn: number;
  /** Number of the document created last. */
  lastNumber: number;
  /** Position at which expired documents were last cleared away. */
  sweptAt: number;
}

export function openContainer(definition: ContainerDefinition): Container {
  const documents = new Map<number, StoredDocument>();
  return {
    definition,
    incarnation: incarnationOf(definition._rid),
    rules: containerRules(definition),
    partitions: createPartitions(),
    documents,
    changes: createChangeLog((document) => documents.get(document.number) === document),
    lsn: 0,
    lastNumber: 0,
    sweptAt: 0,
  };
}

/** Puts a version in the place of the previous one. Versions come in the order of their lsn. */
export function keepDocument(container: Container, document: StoredDocument): void {
  const previous = container.documents.get(document.number);
  indexDocument(container, document);
  container.changes.append(document);
  if (!previous) return;
  container.changes.retire();
  previous.uniqueKeys.forEach((values, index) => {
    if (document.uniqueKeys[index] !== values) forgetUniqueKey(container, previous, index, values);
  });
}

/** Makes a document findable by number, by id and by unique key. New ones come in the order of their numbers. */
export function indexDocument(container: Container, document: StoredDocument): void {
  const partition = container.partitions.open(document.partitionKey);
  container.documents.set(document.number, document);
  partition.documents.set(document.id, document);
  document.uniqueKeys.forEach((values, index) => {
    partition.uniqueKeys.set(uniqueKey(index, values), document);
  });
}

export function forgetDocument(container: Container, document: StoredDocument): void {
  container.documents.delete(document.number);
  container.changes.retire();
  const partition = container.partitions.get(document.partitionKey);
  if (!partition) return;
  partition.documents.delete(document.id);
  document.uniqueKeys.forEach((values, index) => {
    forgetUniqueKey(container, document, index, values);
  });
  container.partitions.prune(partition);
}

function incarnationOf(resourceId: string): string {
  const own = Buffer.from(resourceId, 'base64').toString('hex', 4, 8);
  return `${own.slice(0, 4)}-${own.slice(4)}`;
}

/** The key under which a partition remembers who holds a unique value. */
export const uniqueKey = (index: number, values: string) => `${index}:${values}`;

/** The value is free, unless another document has taken it meanwhile. */
function forgetUniqueKey({ partitions }: Container, document: StoredDocument, index: number, values: string): void {
  const holders = partitions.get(document.partitionKey)?.uniqueKeys;
  const key = uniqueKey(index, values);
  if (holders?.get(key)?.number === document.number) holders.delete(key);
}
