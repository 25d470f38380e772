import { z } from 'zod';
import type { ScriptName } from '../../fleet/faults/scripts.ts';
import { type Actor, actor, type Scene } from '../actor.ts';

/** Lets a fault script begin with the story, once. */
export function world({ cloud, start }: Scene, script: ScriptName): Actor {
  return actor({
    name: 'the world',
    first: start,
    notes: z.null(),
    blank: null,
    async look() {
      const isPlanned = cloud.tenants.some(({ fleet }) => fleet.faults.planned().length > 0);
      if (!isPlanned) cloud.act({ do: 'inject', script });
      return { notes: null, next: undefined };
    },
  });
}
