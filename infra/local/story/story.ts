import type { Participant } from '../driver/driver.ts';
import type { Actor, Scene } from './actor.ts';
import { openMemory } from './memory.ts';

/** Somebody to whom the product gave no answer comes back after this. */
const ANOTHER_TRY_MS = 5 * 60_000;

/** The people of a story as they take part in time: each looks when it is their moment, in the order in which they are given. */
export function openStory(actors: readonly Actor[], scene: Scene): Participant {
  const memory = openMemory(scene.data);
  const complaints = new Map<string, string>();
  const nextOf = ({ name, first }: Actor) => {
    const remembered = memory.of(name);
    return remembered ? (remembered.next ?? Number.POSITIVE_INFINITY) : first;
  };

  async function turn(actor: Actor, now: number): Promise<void> {
    const before = memory.of(actor.name)?.notes ?? null;
    try {
      const { notes, next = null } = await actor.look(before);
      memory.keep(actor.name, { next, notes });
      complaints.delete(actor.name);
    } catch (error) {
      complain(actor.name, `comes back later: ${error instanceof Error ? error.message : error}`);
      memory.keep(actor.name, { next: now + ANOTHER_TRY_MS, notes: before });
    }
  }

  /** Once, however often they come back. */
  function complain(name: string, what: string): void {
    if (complaints.get(name) !== what) scene.tell(name, what);
    complaints.set(name, what);
  }

  return {
    name: 'story',
    async round(now) {
      const due = actors.filter((actor) => nextOf(actor) <= now);
      for (const actor of due) await turn(actor, now);
      return { moved: due.length, next: Math.min(...actors.map(nextOf)) };
    },
  };
}
