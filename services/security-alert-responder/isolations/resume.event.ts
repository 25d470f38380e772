import type { TenantContext } from '../../../shared/functions/context.ts';
import { carryOut } from './await-approval.event.ts';
import { enqueueDrive } from './drive-isolation.event.ts';
import { isolationList } from './isolation.store.ts';
import { approvalIdOf } from './isolation.ts';

/** Takes up what was cut off before its own message was sent. */
export async function resumeIsolations(context: TenantContext): Promise<void> {
  const { state, tenantId } = context;
  const waiting = await state.rows(tenantId, isolationList, { filter: { state: 'waiting-for-approval' } });
  for (const approvalId of new Set(waiting.map(({ id }) => approvalIdOf(id)))) await carryOut(context, approvalId);
  const planned = await state.rows(tenantId, isolationList, { filter: { state: 'planned' } });
  for (const { id } of planned) await enqueueDrive(context, id);
}
