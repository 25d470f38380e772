import { SERVICES } from '../../shared/contracts/events/topology.ts';
import { planOf } from './plan.ts';
import { openProduct, tenantsOnly } from './product.ts';
import { type Broken, runSteps } from './run.ts';
import type { Substitution } from './sources.ts';
import { runHardDays } from './story/run-hard-days.ts';

/** What goes on in a product while everything that can go wrong does. */
export interface Traffic {
  /** The dead leave their clients behind, so no process lives long. */
  readonly seedsAProcess: number;
  open(seeds: readonly number[], edits?: readonly Substitution[]): Promise<OpenTraffic>;
}

export interface OpenTraffic {
  /** Undefined when every invariant held. */
  run(seed: number): Promise<Broken>;
  close(): Promise<void>;
}

export type TrafficName = 'tenants' | 'story';

/** As few services as tell each other something: a bug in what they share shows between two as well as between five. */
export const MUTANT_SERVICES = ['device-registration', 'health-monitor'] as const;

export const TRAFFIC: Readonly<Record<TrafficName, Traffic>> = {
  /** Tenants are enrolled, changed and given up, by whoever may and whoever may not. */
  tenants: {
    seedsAProcess: 4,
    async open(seeds, edits) {
      const services = edits ? MUTANT_SERVICES : SERVICES;
      const product = await openProduct({ services, play: tenantsOnly(seeds), edits });
      return { run: (seed) => runSteps(product, seed, planOf(seed)), close: () => product.close() };
    },
  },
  /** Devices come to a company, are placed, updated, attacked and isolated, by its people. */
  story: {
    seedsAProcess: 1,
    open: async (_, edits) => ({ run: (seed) => runHardDays(seed, edits), close: async () => undefined }),
  },
};
