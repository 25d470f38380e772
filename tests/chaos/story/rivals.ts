import type { Participant } from '../../../infra/local/driver/driver.ts';
import type { Stage } from '../../../infra/local/driver/stage.ts';
import { MINUTE } from '../../../infra/local/fleet/model/time.ts';
import { addressOf, read, readAll, Unanswered } from '../../../infra/local/story/asking.ts';
import { personAt } from '../../../infra/local/story/person.ts';
import { DEMO_TENANT } from '../../../infra/local/supervisor/demo-tenant.ts';
import { approvalEndpoints } from '../../../shared/contracts/http/approvals.ts';

const { listApprovals, readApproval, approve } = approvalEndpoints('security-alert-responder');
const { entraTenantId: tenantId } = DEMO_TENANT;
const EVERY = 5 * MINUTE;

/** Approvers who get in each other's way: whatever waits is approved by two at the same moment, and by the analyst who has asked for it. */
export function rivals(stage: Stage, first: number): Participant {
  const person = (name: string) => personAt(stage, { name, role: 'GlobalAdministrator', tenants: ['*'] });
  const dora = person('Dora');
  const people = [dora, person('Emil'), person('Farid')];
  let next = first;

  async function look(): Promise<void> {
    for (const { id } of await readAll(dora, listApprovals, { tenantId, status: 'waiting' })) {
      const asked = { tenantId, approvalId: id };
      const { planHash } = await read(dora, readApproval, asked);
      await Promise.all(people.map((each) => each(approve.method, addressOf(approve, asked), { body: { planHash } })));
    }
  }

  return {
    name: 'rivals',
    async round(now) {
      if (now < next) return { moved: 0, next };
      next = now + EVERY;
      // Whom the product gives no answer looks again the next time.
      await look().catch((error: unknown) => {
        if (!(error instanceof Unanswered)) throw error;
      });
      return { moved: 1, next };
    },
  };
}
