import { causeOf } from '../../../shared/functions/cause.ts';
import { tenantJob } from '../../../shared/functions/tenants/tenant-job.ts';
import { orderReading } from './observe-fleet.graph.ts';
import { takeReading } from './take-reading.event.ts';

/** A small tenant's report is ready by then. */
const REPORT_MS = 10_000;

/**
 * Reads the fleet of each tenant once a day, some hours after midnight (UTC): the analytics of the day that has ended are
 * there by then. What takes Intune a while is asked for first; the reading follows.
 */
export const readFleet = tenantJob({
  name: 'read-fleet',
  schedule: '0 15 4 * * *',
  async run(context, { at }) {
    const { bus, clock, tenantId } = context;
    const order = await orderReading(context, at);
    if (!order) return;
    const due = { tenantId, id: String(at), at: clock.now() + REPORT_MS, cause: causeOf(context) };
    await bus.enqueue(takeReading, order, due);
  },
});
