import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import fc from 'fast-check';
import { cosmosLoad } from './cosmos-load.ts';
import type { Findings, Load } from './load.ts';
import { type StandInName, startStandIn } from './server-process.ts';
import { serviceBusLoad } from './service-bus-load.ts';

export interface KillOptions {
  readonly kills: number;
  /** Decides the moments of the kills. */
  readonly seed: number;
  progress(line: string): void;
}

/** What a stand-in did over all kills. */
export interface Outcome extends Readonly<Findings> {
  readonly kills: number;
  /** From the start of the process until it could be used. */
  readonly restartMs: { readonly median: number; readonly max: number };
}

const LOADS: Readonly<Record<StandInName, () => Load>> = { 'service-bus': serviceBusLoad, cosmos: cosmosLoad };

/** From a load that has hardly begun to one in full swing. */
const KILL_AFTER_MS = { min: 150, max: 1_100 };

/** Kills a stand-in again and again under load, and compares what it has after each restart with what it acknowledged. */
export async function killUnderLoad(name: StandInName, { kills, seed, progress }: KillOptions): Promise<Outcome> {
  const load = LOADS[name]();
  const folder = await mkdtemp(join(tmpdir(), 'omd-chaos-'));
  const restarts: number[] = [];
  let standIn = await startStandIn(name, folder);
  try {
    await load.check(standIn.address);
    for (const moment of fc.sample(fc.noBias(fc.integer(KILL_AFTER_MS)), { seed, numRuns: kills })) {
      const work = load.start(standIn.address);
      await setTimeout(moment);
      work.stop();
      await standIn.kill();
      await work.ended;
      standIn = await startStandIn(name, folder);
      restarts.push(standIn.startedInMs);
      await load.check(standIn.address);
      progress(
        `${name}: kill ${restarts.length} of ${kills} after ${moment} ms, ${load.findings.acknowledged} acknowledged`,
      );
    }
  } finally {
    await standIn.kill();
    await rm(folder, { recursive: true });
  }
  return { kills, ...load.findings, restartMs: spread(restarts) };
}

/** Whether nothing acknowledged was lost, changed or came back. */
export const isSound = ({ lost, stale, resurrected }: Outcome) => lost + stale + resurrected === 0;

function spread(durations: readonly number[]): Outcome['restartMs'] {
  const ordered = durations.map(Math.round).sort((a, b) => a - b);
  return { median: ordered[ordered.length >> 1] ?? 0, max: ordered.at(-1) ?? 0 };
}
