import type { Check } from '../check.ts';
import type { FunctionsHostEnvironment } from './environment.ts';

/** The checks of one group, by what they show. */
export function checks(
  group: string,
  runs: Readonly<Record<string, (environment: FunctionsHostEnvironment) => Promise<void>>>,
): Check<FunctionsHostEnvironment>[] {
  return Object.entries(runs).map(([name, run]) => ({
    group,
    name,
    async run(environment) {
      try {
        await run(environment);
      } finally {
        await environment.reset();
      }
    },
  }));
}
