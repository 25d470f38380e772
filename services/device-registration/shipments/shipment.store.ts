import type { ShipmentBody } from '../../../shared/contracts/http/oem-shipments.ts';
import { type AggregateDefinition, defineAggregate } from '../../../shared/state/aggregate.ts';
import { digest } from '../../../shared/state/digest.ts';
import type { ChangeOptions, State } from '../../../shared/state/state.ts';
import { receive, type Shipment, shipmentKey, shipmentSchema } from './shipment.ts';

const shipmentAggregate: AggregateDefinition<Shipment> = defineAggregate({
  kind: 'oem-shipment',
  schemaVersion: 1,
  schema: shipmentSchema,
});

/** Records a delivery of a shipment, and returns the shipment's id. Throws Refusal `webhook-replayed`. */
export async function recordDelivery(
  state: State,
  tenantId: string,
  shipment: ShipmentBody,
  delivery: { readonly supplier: string; readonly id: string },
  options: ChangeOptions,
): Promise<string> {
  const id = `s${digest(shipmentKey(delivery.supplier, shipment))}`.slice(0, 32);
  const decide = receive(delivery.supplier, shipment.orderNumber, delivery.id);
  await state.change(shipmentAggregate, { tenantId, id }, decide, { ...options, expect: 'new' });
  return id;
}
