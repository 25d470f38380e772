import { z } from 'zod';
import { releaseEndpoints } from '../../../../shared/contracts/http/releases.ts';
import { DAY, HOUR } from '../../fleet/model/time.ts';
import { type Actor, actor, type Scene } from '../actor.ts';
import { personAt } from '../person.ts';
import { type Read, read, readAll } from '../reading.ts';

const notes = z.object({
  /** What was last seen of each release: its state and the stage of each ring. */
  seen: z.record(z.string(), z.string()),
});

type Row = Read<typeof releaseEndpoints.listReleases>['items'][number];

const standOf = ({ state, test, first, fast, broad }: Row): string =>
  `${state}; Test ${test}, First ${first}, Fast ${fast}, Broad ${broad}`;

/** Whoever answers for updates at the customer's: reads how releases stand every few hours, and the evidence of a hold. */
export function releaseManager(scene: Scene): Actor {
  const { tenantId, clock, tell } = scene;
  const chandra = personAt(scene, { name: 'Chandra', role: 'ServiceAdministrator', tenants: ['*'] });

  async function tellOf(row: Row): Promise<void> {
    tell('Chandra', `sees ${row.kb} (${row.id}): ${standOf(row)}`);
    const { hold, rings } = await read(chandra, releaseEndpoints.readRelease, { tenantId, releaseId: row.id });
    if (hold) tell('Chandra', `reads why it is held: ${hold.sentence}`);
    for (const { ring, stage, sentence } of rings)
      if (stage !== 'superseded') tell('Chandra', `  ${ring}: ${sentence}`);
  }

  return actor({
    name: 'release manager',
    first: scene.start + DAY,
    notes,
    blank: { seen: {} },
    async look({ seen }) {
      const rows = await readAll(chandra, releaseEndpoints.listReleases, { tenantId });
      for (const row of rows) if (seen[row.id] !== standOf(row)) await tellOf(row);
      return {
        notes: { seen: Object.fromEntries(rows.map((row) => [row.id, standOf(row)])) },
        next: clock.now() + 3 * HOUR,
      };
    },
  });
}
