import { createHash } from 'node:crypto';
import { type Journal, journal as journalOf, memoryJournal } from '../store/journal.ts';
import type { Store } from '../store/store.ts';
import type { Entry, EntryState } from './entry.ts';
import type { Message, Properties } from './message.ts';
import { slabsOf } from './slabs.ts';
import type { RuleDescription } from './subscription/rules.ts';

/** Whose data it is, and the version of this layout: it grows whenever older data cannot be read any more. */
export const SERVICE_BUS_FORMAT = { name: 'service-bus', version: 2 } as const;

/**
 * What the broker keeps, and under which keys (paths in lower case; sequence numbers in 16 digits, so that the order of
 * the keys is theirs):
 *
 *   q|{path}|{sequence}      a message: its state in one line of JSON (lists), then its bytes, one character each
 *   s|{path}                 the last sequence number of a queue, subscription or topic
 *   t|{topic}|{sequence}     a scheduled message of a topic, in the form of a message
 *   n|{path}|{hash}          the state of a session, with its id
 *   u|{path}|{hash}          a message id of duplicate detection, with the end of its window
 *   r|{path}                 the rules of a subscription that were changed at run time: they win over the topology
 *
 * Locks and credit are not kept: after a restart every message can be received again.
 */
export interface Records {
  saveEntry(path: string, entry: Entry): void;
  forgetEntry(path: string, sequenceNumber: number): void;
  entries(path: string): Iterable<Entry>;
  saveSequenceNumber(path: string, sequenceNumber: number): void;
  lastSequenceNumber(path: string): number;
  saveScheduled(topic: string, scheduled: Scheduled): void;
  forgetScheduled(topic: string, sequenceNumber: number): void;
  scheduled(topic: string): Iterable<Scheduled>;
  saveSessionState(path: string, sessionId: string, state: Buffer | undefined): void;
  sessionStates(path: string): Iterable<{ readonly sessionId: string; readonly state: Buffer }>;
  saveSeen(path: string, messageId: string, until: number | undefined): void;
  seen(path: string): Iterable<{ readonly messageId: string; readonly until: number }>;
  saveRules(path: string, rules: readonly RuleDescription[]): void;
  rules(path: string): readonly RuleDescription[] | undefined;
  /** Resolves when everything saved so far is on the disk. */
  durable(): Promise<void>;
}

export interface Scheduled {
  readonly sequenceNumber: number;
  readonly due: number;
  readonly message: Message;
}

/** Without a store nothing is kept. */
export function openRecords(store: Store | undefined): Records {
  const journal: Journal = store ? journalOf(store) : memoryJournal;
  /** Spares a broker in pure memory the work of encoding. */
  const note = (key: string, encode: () => string | undefined) => store && journal.note(key, encode());
  function* decoded<T>(prefix: string, decode: (value: string) => T): Generator<T> {
    if (!store) return;
    for (const { value } of store.range(prefix, `${prefix}\uffff`)) yield decode(value);
  }

  return {
    saveEntry: (path, entry) => note(entryKey(path, entry.sequenceNumber), () => encodeEntry(entry)),
    forgetEntry: (path, sequenceNumber) => note(entryKey(path, sequenceNumber), () => undefined),
    entries: (path) => decoded(`q|${path.toLowerCase()}|`, decodeEntry),
    saveSequenceNumber: (path, sequenceNumber) => note(`s|${path.toLowerCase()}`, () => String(sequenceNumber)),
    lastSequenceNumber: (path) => Number(store?.get(`s|${path.toLowerCase()}`) ?? 0),
    saveScheduled: (topic, scheduled) =>
      note(scheduledKey(topic, scheduled.sequenceNumber), () => encodeScheduled(scheduled)),
    forgetScheduled: (topic, sequenceNumber) => note(scheduledKey(topic, sequenceNumber), () => undefined),
    scheduled: (topic) => decoded(`t|${topic.toLowerCase()}|`, decodeScheduled),
    saveSessionState: (path, sessionId, state) =>
      note(
        `n|${path.toLowerCase()}|${hash(sessionId)}`,
        () => state && JSON.stringify({ sessionId, state: state.toString('base64') }),
      ),
    sessionStates: (path) =>
      decoded(`n|${path.toLowerCase()}|`, (value) => {
        const { sessionId, state } = JSON.parse(value);
        return { sessionId, state: Buffer.from(state, 'base64') };
      }),
    saveSeen: (path, messageId, until) =>
      note(`u|${path.toLowerCase()}|${hash(messageId)}`, () =>
        until === undefined ? undefined : JSON.stringify({ messageId, until }),
      ),
    seen: (path) => decoded(`u|${path.toLowerCase()}|`, (value) => JSON.parse(value)),
    saveRules: (path, rules) => note(`r|${path.toLowerCase()}`, () => JSON.stringify(rules)),
    rules: (path) => {
      const value = store?.get(`r|${path.toLowerCase()}`);
      return value === undefined ? undefined : JSON.parse(value);
    },
    durable: () => journal.durable(),
  };
}

const digits = (sequenceNumber: number) => String(sequenceNumber).padStart(16, '0');
const slabs = slabsOf(64 * 1024);
const entryKey = (path: string, sequenceNumber: number) => `q|${path.toLowerCase()}|${digits(sequenceNumber)}`;
const scheduledKey = (topic: string, sequenceNumber: number) => `t|${topic.toLowerCase()}|${digits(sequenceNumber)}`;
/** Ids may be longer than a key. */
const hash = (id: string) => createHash('sha1').update(id).digest('base64url');

function encodeEntry({ message, state, ...entry }: Entry): string {
  const kept = state.kind === 'locked' ? { kind: state.from } : state;
  const { sequenceNumber, enqueuedSequenceNumber, enqueuedTime, deliveryCount, expiresAt, deadLetterSource } = entry;
  // Infinity becomes null, as what is undefined does.
  return encode(
    [sequenceNumber, enqueuedSequenceNumber, enqueuedTime, deliveryCount, expiresAt, deadLetterSource, kept],
    message,
  );
}

function decodeEntry(value: string): Entry {
  const { fields, message } = decode(value);
  const [sequenceNumber, enqueuedSequenceNumber, enqueuedTime, deliveryCount, expiresAt, deadLetterSource, state] =
    fields as StoredEntry;
  return {
    message,
    sequenceNumber,
    enqueuedSequenceNumber,
    enqueuedTime,
    deliveryCount,
    expiresAt: expiresAt ?? Number.POSITIVE_INFINITY,
    deadLetterSource: deadLetterSource ?? undefined,
    state,
  };
}

type StoredEntry = [
  sequenceNumber: number,
  enqueuedSequenceNumber: number,
  enqueuedTime: number,
  deliveryCount: number,
  expiresAt: number | null,
  deadLetterSource: string | null,
  state: EntryState,
];

const encodeScheduled = ({ message, sequenceNumber, due }: Scheduled) => encode([sequenceNumber, due], message);

function decodeScheduled(value: string): Scheduled {
  const { fields, message } = decode(value);
  const [sequenceNumber, due] = fields as [number, number];
  return { sequenceNumber, due, message };
}

/** Arrays take half as long to read as objects. The bytes stand apart: base64 would take longer and more room. */
function encode(fields: readonly unknown[], message: Message): string {
  const { id, sessionId, timeToLive, scheduledEnqueueTime, properties, bare } = message;
  const known = [id, sessionId, timeToLive, scheduledEnqueueTime, properties];
  return `${JSON.stringify([fields, known])}\n${bare.toString('latin1')}`;
}

function decode(value: string): { fields: readonly unknown[]; message: Message } {
  const end = value.indexOf('\n');
  const [fields, known]: [unknown[], StoredMessage] = JSON.parse(value.slice(0, end));
  const [id, sessionId, timeToLive, scheduledEnqueueTime, properties] = known;
  return {
    fields,
    message: {
      id,
      sessionId: sessionId ?? undefined,
      timeToLive: timeToLive ?? undefined,
      scheduledEnqueueTime: scheduledEnqueueTime ?? undefined,
      bare: slabs.take(value.slice(end + 1)),
      properties,
    },
  };
}

type StoredMessage = [
  id: string,
  sessionId: string | null,
  timeToLive: number | null,
  scheduledEnqueueTime: number | null,
  properties: Properties,
];
