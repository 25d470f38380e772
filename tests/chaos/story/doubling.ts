import type { Stage } from '../../../infra/local/driver/stage.ts';
import { rnd } from '../../../infra/local/fleet/model/random.ts';

const STREAM = 1;
const AT_ONCE = 0.3;
const AFTER_ANOTHER = 0.6;

/** A stage on which writes arrive twice now and then: both at once, or the second when the first was answered. The answer is the first one's. */
export function doubling(stage: Stage, seed: number): Stage {
  let writes = 0;
  return {
    ...stage,
    async fetch(request) {
      if (request.method === 'GET') return stage.fetch(request);
      const chance = rnd(seed, writes++, STREAM);
      if (chance >= AFTER_ANOTHER) return stage.fetch(request);
      const again = request.clone();
      if (chance < AT_ONCE) return (await Promise.all([stage.fetch(request), stage.fetch(again)]))[0];
      const answer = await stage.fetch(request);
      await stage.fetch(again);
      return answer;
    },
  };
}
