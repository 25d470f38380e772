import { z } from 'zod';
import { operationSchema } from '../../../../shared/contracts/http/operations.ts';
import { ringMoveEndpoints, ringMovePlanBody } from '../../../../shared/contracts/http/ring-moves.ts';
import { ringEndpoints } from '../../../../shared/contracts/http/rings.ts';
import { type Actor, actor, type Scene } from '../actor.ts';
import { order, readAll } from '../asking.ts';
import { personAt } from '../person.ts';

/** One device in so many is somebody's who has agreed to try what is new. */
const ONE_IN = 10;

/** Whoever fills the Test ring, which the service leaves to people: by a plan that is looked at, then a move. */
export function testRing(scene: Scene, after: number): Actor {
  const { tenantId, tell } = scene;
  const chandra = personAt(scene, { name: 'Chandra', role: 'ServiceAdministrator', tenants: ['*'] });

  return actor({
    name: 'test ring',
    first: scene.start + after,
    notes: z.null(),
    blank: null,
    async look() {
      const lines = await readAll(chandra, ringEndpoints.listRingAssignments, { tenantId });
      const devices = lines
        .map(({ id }) => id)
        .sort()
        .filter((_, at) => at % ONE_IN === 0);
      const asked = { devices, ring: 'Test' };
      const planned = await order(chandra, ringMoveEndpoints.planRingMove, { tenantId }, { body: asked });
      const { planHash, forecast } = ringMovePlanBody.parse(planned);
      for (const sentence of forecast) tell('Chandra', `reads in the plan: ${sentence}`);
      const body = { ...asked, planHash, reason: 'Their users have agreed to try what is new.' };
      const moving = await order(chandra, ringMoveEndpoints.moveDevices, { tenantId }, { body, key: planHash });
      tell('Chandra', `moves ${devices.length} devices to the Test ring (${operationSchema.parse(moving).name})`);
      return { notes: null, next: undefined };
    },
  });
}
