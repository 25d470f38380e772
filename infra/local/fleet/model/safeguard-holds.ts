import { deviceModels } from '../data/device-models.ts';
import { rnd } from './random.ts';
import { rates } from './rates/rates.ts';
import { stream } from './streams.ts';
import { DAY } from './time.ts';

/** A known issue that keeps models from a feature update until Microsoft has solved it. */
export interface SafeguardHold {
  /** As in Graph's `knownIssue.safeguardHoldIds`; invented ones lie above 90,000,000. */
  readonly id: number;
  readonly build: number;
  readonly models: ReadonlySet<number>;
  readonly from: number;
  readonly until: number;
}

/** The hold on a feature update; undefined where chance holds no model back. */
export function safeguardHoldOf(seed: number, build: number, releasedAt: number): SafeguardHold | undefined {
  const held = deviceModels.flatMap((_, model) =>
    rnd(seed, model, stream.safeguard, build) < rates.updates.safeguardCluster ? [model] : [],
  );
  if (held.length === 0) return undefined;
  const { safeguardShortestDays: shortest, safeguardLongestDays: longest } = rates.updates;
  const days = shortest + (longest - shortest) * rnd(seed, 0, stream.safeguard, -build);
  return { id: 90_000_000 + build, build, models: new Set(held), from: releasedAt, until: releasedAt + days * DAY };
}
