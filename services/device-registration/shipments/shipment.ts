import * as z from 'zod';
import type { ShipmentBody } from '../../../shared/contracts/http/oem-shipments.ts';
import { webhookReplayed } from '../errors.ts';
import type { RowRules } from '../imports/import-row.ts';
import { judgedCells, withDuplicates } from '../imports/judge-file.ts';
import type { JudgedRow } from '../imports/verdict.ts';

/** A shipment, and by which deliveries it has come. */
export const shipmentSchema = z.object({
  supplier: z.string(),
  orderNumber: z.string(),
  deliveries: z.array(z.string()),
});

export type Shipment = z.infer<typeof shipmentSchema>;

/** The tolerance of timestamps lets no older ones in again. */
const REMEMBERED = 50;

/** Takes a delivery in. Sent anew it may come again; the very same one is a replay. Throws Refusal `webhook-replayed`. */
export const receive =
  (supplier: string, orderNumber: string, delivery: string) =>
  (current: Shipment | undefined): { state: Shipment; audit: { action: string; detail: { supplier: string } } } => {
    const deliveries: readonly string[] = current?.deliveries ?? [];
    if (deliveries.includes(delivery)) throw webhookReplayed();
    const state = { supplier, orderNumber, deliveries: [...deliveries, delivery].slice(-REMEMBERED) };
    return { state, audit: { action: 'shipment.receive', detail: { supplier } } };
  };

/** What makes two deliveries one shipment, whatever else their senders write into them. */
export function shipmentKey(supplier: string, { type, orderNumber, devices }: ShipmentBody): string {
  return JSON.stringify([supplier, type, orderNumber, devices.map(({ serialNumber }) => serialNumber).sort()]);
}

/** Its devices as rows of an import: a supplier identifies them by maker, model and serial. */
export function rowsOf({ devices }: ShipmentBody, sha256: RowRules['sha256']): JudgedRow[] {
  const rules = { registrant: 'partner', defaultTag: null, sha256 } as const;
  const rows = devices.map(({ serialNumber: serial, manufacturer, model, groupTag: tag = '' }, at) => ({
    line: at + 1,
    ...judgedCells({ serial, manufacturer, model, tag }, false, rules),
  }));
  return withDuplicates(rows);
}
