import { z } from 'zod';
import { releaseEndpoints } from '../../../../shared/contracts/http/releases.ts';
import { DAY, HOUR } from '../../fleet/model/time.ts';
import { type Actor, actor, type Scene } from '../actor.ts';
import { read, readAll } from '../asking.ts';
import { personAt } from '../person.ts';

const notes = z.object({
  /** The sentences that were read last, by release. */
  seen: z.record(z.string(), z.array(z.string())),
});

/** Whoever answers for updates at the customer's: reads how releases stand every few hours, and the evidence of a hold. */
export function releaseManager(scene: Scene): Actor {
  const { tenantId, clock, tell } = scene;
  const chandra = personAt(scene, { name: 'Chandra', role: 'ServiceAdministrator', tenants: ['*'] });

  async function sentencesOf(releaseId: string): Promise<string[]> {
    const { kb, state, hold, rings } = await read(chandra, releaseEndpoints.readRelease, { tenantId, releaseId });
    const isMoving = state === 'under-way' || state === 'held';
    return [
      `${kb} (${releaseId}) is ${state}.`,
      ...(hold ? [`It is held: ${hold.sentence}`] : []),
      ...(isMoving ? rings.map(({ ring, stage, sentence }) => `${ring} is ${stage}: ${sentence}`) : []),
    ];
  }

  return actor({
    name: 'release manager',
    first: scene.start + DAY,
    notes,
    blank: { seen: {} },
    async look({ seen }) {
      const rows = await readAll(chandra, releaseEndpoints.listReleases, { tenantId });
      const now: Record<string, string[]> = {};
      for (const { id } of rows) {
        now[id] = await sentencesOf(id);
        for (const sentence of now[id]) if (!seen[id]?.includes(sentence)) tell('Chandra', `reads: ${sentence}`);
      }
      return { notes: { seen: now }, next: clock.now() + 3 * HOUR };
    },
  });
}
