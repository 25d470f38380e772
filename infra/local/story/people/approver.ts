import { z } from 'zod';
import { approvalEndpoints } from '../../../../shared/contracts/http/approvals.ts';
import { DAY, MINUTE } from '../../fleet/model/time.ts';
import { type Actor, actor, type Scene } from '../actor.ts';
import { order, read, readAll } from '../asking.ts';
import { personAt } from '../person.ts';

const { listApprovals, readApproval, approve } = approvalEndpoints('security-alert-responder');

/** The second person: reads the plans that wait for one, and approves what it has read. */
export function approver(scene: Scene): Actor {
  const { tenantId, clock, tell } = scene;
  const benno = personAt(scene, { name: 'Benno', role: 'Approver', tenants: ['*'] });

  return actor({
    name: 'approver',
    first: scene.start + DAY + 5 * MINUTE,
    notes: z.null(),
    blank: null,
    async look() {
      for (const { id } of await readAll(benno, listApprovals, { tenantId, status: 'waiting' })) {
        const { plan, planHash, requestedBy } = await read(benno, readApproval, { tenantId, approvalId: id });
        await order(benno, approve, { tenantId, approvalId: id }, { body: { planHash } });
        tell('Benno', `approves what ${requestedBy.id} asks for: ${plan.action} of ${plan.firstDevices.join(', ')}`);
      }
      return { notes: null, next: clock.now() + 15 * MINUTE };
    },
  });
}
