import { describe, expect, it } from 'vitest';
import { MUTANT_SERVICES, MUTANTS } from './mutants.ts';
import { planOf } from './plan.ts';
import { openProduct } from './product.ts';
import { runSteps } from './run.ts';
import { buildSources } from './sources.ts';

// Some bugs make the product repeat its work until the run is given up, so the time allowed is generous.
describe('a planted bug', { timeout: 240_000 }, () => {
  it.each(MUTANTS)('is caught that $name', async ({ edits, seed }) => {
    const mutant = await openProduct(MUTANT_SERVICES, [seed], edits);
    try {
      const broken = await runSteps(mutant, seed, planOf(seed));
      expect(broken?.invariant).toMatch(/^(?!The run broke)./);
    } finally {
      await mutant.close();
    }
  });

  it('cannot be planted where the sources have changed', async () => {
    const edit = { file: 'shared/state/save.ts', find: 'nobody ever wrote this', replace: '' };
    await expect(buildSources(MUTANT_SERVICES, [edit])).rejects.toThrow('does not hold this exactly once');
  });
});
