import { type GateEvidence, RINGS } from '../../../shared/contracts/events/update-events.ts';
import type { Release } from '../releases/release.ts';
import type { Crashes } from './crashes.ts';
import type { Cell, Verdict } from './weighted-bets.ts';

const MOST_CELLS = 20;

/** What the gate saw, to be kept. The cells of all devices come first, then those that stand out most. */
export function evidenceOf(
  { progress }: Release,
  cells: readonly Cell[],
  { total }: Verdict,
  { now, crashes, updated }: { readonly now: number; readonly crashes: Crashes; readonly updated: number },
): GateEvidence {
  const sum = (of: 'reachable' | 'failed') => RINGS.reduce((sofar, ring) => sofar + progress[ring][of], 0);
  const heavy = cells.toSorted((a, b) => b.devices / (b.expected + 0.1) - a.devices / (a.expected + 0.1));
  const all = heavy.filter(({ group }) => group === 'all');
  return {
    ...emptyEvidence(new Date(now).toISOString()),
    dataUntil: crashes.dataUntil,
    total: Math.min(total, Number.MAX_SAFE_INTEGER),
    cells: [...all, ...heavy.filter(({ group }) => group !== 'all')].slice(0, MOST_CELLS),
    updated,
    reachable: sum('reachable'),
    failed: sum('failed'),
  };
}

export function emptyEvidence(at: string): GateEvidence {
  return { at, dataUntil: null, total: 0, cells: [], updated: 0, reachable: 0, failed: 0 };
}

/** Whether anything but the moment of the look has changed. */
export function isNews(before: Release['verdict'], { sentence, evidence }: NonNullable<Release['verdict']>): boolean {
  if (!before) return true;
  return (
    JSON.stringify({ ...before.evidence, at: evidence.at }) !== JSON.stringify(evidence) || before.sentence !== sentence
  );
}

/** Devices that something has happened to, counted once a measure. */
export const hitDevices = (cells: readonly Cell[]): number =>
  cells.filter(({ group }) => group === 'all').reduce((sum, { devices }) => sum + devices, 0);

/** Crashes of all devices, if they are known. */
export const crashCell = (cells: readonly Cell[]): Cell | undefined =>
  cells.find(({ measure, group }) => measure === 'stop-errors' && group === 'all');
