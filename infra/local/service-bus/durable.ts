import { createHash } from 'node:crypto';
import { type Journal, journal as journalOf, memoryJournal } from '../store/journal.ts';
import type { Store } from '../store/store.ts';
import type { Entry } from './entry.ts';
import type { Message } from './message.ts';
import type { RuleDescription } from './subscription/rules.ts';

/** Whose data it is, and the version of this layout: it grows whenever older data cannot be read any more. */
export const SERVICE_BUS_FORMAT = { name: 'service-bus', version: 1 } as const;

/**
 * What the broker keeps, and under which keys (paths in lower case; sequence numbers in 16 digits, so that the order of
 * the keys is theirs):
 *
 *   q|{path}|{sequence}      a message: its state in one line of JSON, then its bytes, one character each
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
  function* values(prefix: string): Generator<string> {
    if (!store) return;
    for (const { value } of store.range(prefix, `${prefix}\uffff`)) yield value;
  }
  function* decoded<T>(prefix: string, decode: (value: string) => T): Generator<T> {
    for (const value of values(prefix)) yield decode(value);
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
const entryKey = (path: string, sequenceNumber: number) => `q|${path.toLowerCase()}|${digits(sequenceNumber)}`;
const scheduledKey = (topic: string, sequenceNumber: number) => `t|${topic.toLowerCase()}|${digits(sequenceNumber)}`;
/** Ids may be longer than a key. */
const hash = (id: string) => createHash('sha1').update(id).digest('base64url');

function encodeEntry({ message, expiresAt, state, ...rest }: Entry): string {
  const kept = state.kind === 'locked' ? { kind: state.from } : state;
  return encode({ ...rest, ...(expiresAt !== Number.POSITIVE_INFINITY && { expiresAt }), state: kept }, message);
}

function decodeEntry(value: string): Entry {
  const { fields, message } = decode(value);
  return { deadLetterSource: undefined, expiresAt: Number.POSITIVE_INFINITY, ...fields, message } as Entry;
}

const encodeScheduled = ({ message, ...fields }: Scheduled) => encode(fields, message);

function decodeScheduled(value: string): Scheduled {
  const { fields, message } = decode(value);
  return { ...fields, message } as Scheduled;
}

/** The bytes stand apart from the JSON, one character for each: base64 would take longer to read and more room. */
function encode(fields: object, { bare, ...message }: Message): string {
  return `${JSON.stringify({ fields, message })}\n${bare.toString('latin1')}`;
}

function decode(value: string): { fields: object; message: Message } {
  const end = value.indexOf('\n');
  const { fields, message } = JSON.parse(value.slice(0, end));
  message.bare = Buffer.from(value.slice(end + 1), 'latin1');
  return { fields, message };
}
