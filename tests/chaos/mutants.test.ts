import { describe, expect, it } from 'vitest';
import { mutantsOf } from './mutants.ts';
import { buildSources } from './sources.ts';
import { MUTANT_SERVICES, TRAFFIC } from './traffic.ts';

// Some bugs make the product repeat its work until the run is given up, so the time allowed is generous.
describe('a planted bug', { timeout: 240_000 }, () => {
  it.each(mutantsOf('tenants'))('is caught that $name', async ({ edits, seed, traffic }) => {
    const mutant = await TRAFFIC[traffic].open([seed], edits);
    try {
      const broken = await mutant.run(seed);
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
