import { createHash } from 'node:crypto';
import { hash } from './random.ts';

/** What an id names. The order is part of the id: append only. */
const kinds = [
  'entraDevice',
  'entraObject',
  'managedDevice',
  'defenderMachine',
  'autopilotIdentity',
  'user',
  'group',
  'alert',
  'incident',
  'machineAction',
  'other',
] as const;

export type IdKind = (typeof kinds)[number];

/** `generation` counts the ids that one thing has had: a device that enrols again gets a new Intune id. */
export interface Named {
  readonly kind: IdKind;
  readonly index: number;
  readonly generation: number;
}

export interface Identifiers {
  /** The id in GUID form; of a Defender machine 40 hexadecimal digits. */
  of(kind: IdKind, index: number, generation?: number): string;
  /** What an id names, or undefined when it is none of this tenant's. Upper case is accepted. */
  read(id: string): Named | undefined;
}

/**
 * Ids that need no map: a Feistel network scrambles (kind, generation, index) into 64 bits, and a hash of these fills
 * the rest, so an id is looked up by turning it back, and a foreign one is told by its rest.
 */
export function createIdentifiers(seed: number): Identifiers {
  const of: Identifiers['of'] = (kind, index, generation = 0) => {
    const [left, right] = scramble(seed, (kinds.indexOf(kind) << 16) | (generation & 0xffff), index);
    const form = kind === 'defenderMachine' ? machineForm : guidForm;
    return form(left, right, (n) => hash(seed, left, right, n));
  };

  const read: Identifiers['read'] = (id) => {
    const text = id.toLowerCase();
    const digits = DEFENDER.test(text)
      ? text.slice(0, 16)
      : GUID.test(text)
        ? text.slice(0, 8) + text.slice(24, 32)
        : '';
    if (digits === '') return undefined;
    const left = Number.parseInt(digits.slice(0, 8), 16);
    const [head, index] = unscramble(seed, left, Number.parseInt(digits.slice(8), 16));
    const kind = kinds[head >>> 16];
    if (kind === undefined) return undefined;
    const named = { kind, index, generation: head & 0xffff };
    return of(kind, index, named.generation) === text ? named : undefined;
  };

  return { of, read };
}

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const DEFENDER = /^[0-9a-f]{40}$/;
const ROUNDS = [1, 2, 3, 4];

function scramble(seed: number, head: number, index: number): [number, number] {
  let left = head >>> 0;
  let right = index >>> 0;
  for (const round of ROUNDS) [left, right] = [right, (left ^ hash(seed, right, round, 0x1d)) >>> 0];
  return [left, right];
}

function unscramble(seed: number, scrambledLeft: number, scrambledRight: number): [number, number] {
  let left = scrambledLeft;
  let right = scrambledRight;
  for (const round of ROUNDS.toReversed()) [left, right] = [(right ^ hash(seed, left, round, 0x1d)) >>> 0, left];
  return [left, right];
}

type Rest = (n: number) => number;

function guidForm(left: number, right: number, rest: Rest): string {
  const a = hex(rest(1));
  const b = hex(rest(2));
  const variant = '89ab'[rest(3) & 3];
  return `${hex(left)}-${a.slice(0, 4)}-4${a.slice(4, 7)}-${variant}${b.slice(0, 3)}-${hex(right)}${b.slice(3, 7)}`;
}

function machineForm(left: number, right: number, rest: Rest): string {
  return hex(left) + hex(right) + hex(rest(1)) + hex(rest(2)) + hex(rest(3));
}

/** A GUID that a text alone decides, and that names nothing by which it could be read back. */
export function guidOf(text: string): string {
  const digits = createHash('sha256').update(text).digest('hex');
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-8${digits.slice(17, 20)}-${digits.slice(20, 32)}`;
}

const hex = (word: number) => (word >>> 0).toString(16).padStart(8, '0');
