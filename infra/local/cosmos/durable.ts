import { type Journal, journal, memoryJournal } from '../store/journal.ts';
import type { Store } from '../store/store.ts';
import type { Database, DatabaseDefinition, Offer } from './account.ts';
import { type Container, type ContainerDefinition, indexDocument, openContainer } from './container.ts';
import { CosmosError } from './errors.ts';
import type { StoredDocument } from './stored-document.ts';
import type { Changes } from './transaction.ts';

/** Notes what has changed; answers wait until the disk has it. */
export interface AccountJournal {
  noteDatabase(definition: DatabaseDefinition): void;
  dropDatabase(definition: DatabaseDefinition): void;
  noteContainer(database: DatabaseDefinition, definition: ContainerDefinition): void;
  dropContainer(container: Container): void;
  noteOffer(offer: Offer): void;
  dropOffer(offer: Offer): void;
  noteLastResource(number: number): void;
  noteDocuments(container: Container, changes: Changes): void;
  /** Resolves when changes can be taken. Throws 503 while the disk refuses what was noted before. */
  ready(): Promise<void>;
  /** Resolves when everything noted so far is on the disk. Throws 503 when the disk refused it. */
  durable(): Promise<void>;
}

/** The format of the keys and values below; a change of it needs a new number. */
export const COSMOS_FORMAT = { name: 'cosmos', version: 1 } as const;

/**
 * Keys, in a store that orders them: `m|n` number of the last resource, `m|d|{rid}` database, `m|c|{rid}` container,
 * `m|o|{rid}` offer, `l|{container rid}` last lsn and last number at the latest removal, `d|{container rid}|{number}`
 * document. A document keeps its key for life, so an update overwrites.
 */
const LAST_RESOURCE = 'm|n';
const databaseKey = (rid: string) => `m|d|${rid}`;
const containerKey = (rid: string) => `m|c|${rid}`;
const offerKey = (rid: string) => `m|o|${rid}`;
const countersKey = (rid: string) => `l|${rid}`;
const documentKey = (rid: string, number: number) => `d|${rid}|${number.toString(36).padStart(11, '0')}`;
/** Above every character of a key. */
const END = '~';

export function accountJournal(store: Store | undefined): AccountJournal {
  const notes = store ? journal(store) : memoryJournal;
  let failing = false;

  async function durable(): Promise<void> {
    try {
      await notes.durable();
      failing = false;
    } catch (error) {
      failing = true;
      throw notStored(error);
    }
  }

  return {
    noteDatabase: (definition) => notes.note(databaseKey(definition._rid), JSON.stringify(definition)),
    dropDatabase: (definition) => notes.note(databaseKey(definition._rid), undefined),
    noteContainer(database, definition) {
      notes.note(containerKey(definition._rid), JSON.stringify({ database: database._rid, definition }));
    },
    dropContainer({ definition: { _rid }, documents }) {
      for (const number of documents.keys()) notes.note(documentKey(_rid, number), undefined);
      notes.note(containerKey(_rid), undefined);
      notes.note(countersKey(_rid), undefined);
    },
    noteOffer: (offer) => notes.note(offerKey(offer._rid), JSON.stringify(offer)),
    dropOffer: (offer) => notes.note(offerKey(offer._rid), undefined),
    noteLastResource: (number) => notes.note(LAST_RESOURCE, String(number)),
    noteDocuments(container, changes) {
      if (store) noteDocuments(notes, container, changes);
    },
    // Nothing piles up behind a full disk; each request tries whether there is room again.
    ready: () => (failing ? durable() : Promise.resolve()),
    durable,
  };
}

function noteDocuments(notes: Journal, container: Container, { written, removed }: Changes): void {
  const { definition, lsn, lastNumber } = container;
  for (const { number } of removed) notes.note(documentKey(definition._rid, number), undefined);
  for (const document of written) notes.note(documentKey(definition._rid, document.number), encode(document));
  // Otherwise the last document says how far positions and numbers have gone; they must not be given out again.
  if (written.at(-1)?.lsn !== lsn || removed.length > 0)
    notes.note(countersKey(definition._rid), JSON.stringify([lsn, lastNumber]));
}

function notStored(cause: unknown): CosmosError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new CosmosError(503, `The change could not be stored: ${reason}`);
}

/** Everything a store holds, as it was when it was last written. */
export interface StoredAccount {
  readonly databases: readonly Database[];
  readonly offers: readonly Offer[];
  readonly lastResource: number;
}

export function loadAccount(store: Store): StoredAccount {
  const databases = new Map<string, Database>();
  for (const value of values(store, 'm|d|')) {
    const definition: DatabaseDefinition = JSON.parse(value);
    databases.set(definition._rid, { definition, containers: new Map() });
  }
  for (const value of values(store, 'm|c|')) {
    const { database, definition }: { database: string; definition: ContainerDefinition } = JSON.parse(value);
    databases.get(database)?.containers.set(definition.id, loadContainer(store, definition));
  }
  const offers = [...values(store, 'm|o|')].map((value): Offer => JSON.parse(value));
  return { databases: [...databases.values()], offers, lastResource: Number(store.get(LAST_RESOURCE) ?? 0) };
}

function loadContainer(store: Store, definition: ContainerDefinition): Container {
  const container = openContainer(definition);
  const documents = [...values(store, `d|${definition._rid}|`)].map(decode);
  const [lsn, lastNumber]: [number, number] = JSON.parse(store.get(countersKey(definition._rid)) ?? '[0,0]');
  container.lastNumber = Math.max(documents.at(-1)?.number ?? 0, lastNumber);
  // The store gives documents in the order of their numbers, the feed has them in that of their positions.
  for (const document of documents) indexDocument(container, document);
  for (const document of documents.sort((a, b) => a.lsn - b.lsn)) container.changes.append(document);
  container.lsn = Math.max(documents.at(-1)?.lsn ?? 0, lsn);
  return container;
}

function* values(store: Store, prefix: string): Iterable<string> {
  for (const { value } of store.range(prefix, prefix + END)) yield value;
}

/** What indexes need on a line of its own, then the body as it is: loading parses no bodies. */
function encode(document: StoredDocument): string {
  const { id, partitionKey, number, lsn, etag, timestamp, timeToLive, uniqueKeys, text } = document;
  return `${JSON.stringify([id, partitionKey, number, lsn, etag, timestamp, timeToLive ?? 0, uniqueKeys])}\n${text}`;
}

function decode(value: string): StoredDocument {
  const end = value.indexOf('\n');
  const [id, partitionKey, number, lsn, etag, timestamp, timeToLive, uniqueKeys] = JSON.parse(value.slice(0, end));
  const text = value.slice(end + 1);
  return { id, partitionKey, number, lsn, etag, timestamp, timeToLive: timeToLive || undefined, uniqueKeys, text };
}
