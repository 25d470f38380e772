import { deviceModels } from '../data/device-models.ts';
import { choose, poisson } from './distributions.ts';
import { rnd } from './random.ts';
import { rates } from './rates/rates.ts';
import { stream } from './streams.ts';

/** A driver that Windows Update offers the devices of one model. */
export interface Driver {
  readonly model: number;
  readonly releasedAt: number;
  /** File name of the module. */
  readonly module: string;
  readonly version: string;
  /** As in Graph's `driverCategory`. */
  readonly category: 'recommended' | 'other';
}

/** The drivers published for a model in a month (`month` counts from 1): the same for every fleet of a seed. */
export function driversOf(seed: number, model: number, year: number, month: number): Driver[] {
  const facts = deviceModels[model];
  const modules = [facts?.wifiDriver, facts?.gpuDriver, facts?.ethernetDriver, facts?.storageDriver].filter(
    (module): module is string => typeof module === 'string',
  );
  const draw = (n: number) => rnd(seed, model, stream.driver, (year * 12 + month) * 64 + n);
  const count = modules.length === 0 ? 0 : poisson(rates.updates.driversPerModelMonth, draw(0));
  return Array.from({ length: count }, (_, n) => ({
    model,
    releasedAt: Date.UTC(year, month - 1, 1 + Math.floor(27 * draw(4 * n + 1)), 17),
    module:
      modules[
        choose(
          modules.map(() => 1),
          draw(4 * n + 2),
        )
      ] ?? '',
    version: `${year % 100}.${month}.${n}.${Math.floor(1_000 * draw(4 * n + 3))}`,
    category: draw(4 * n + 4) < rates.updates.driverRecommended ? 'recommended' : 'other',
  }));
}
