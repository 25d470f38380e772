import type { ShipmentBody } from '../../../shared/contracts/http/oem-shipments.ts';
import { type AggregateDefinition, type AggregateKey, defineAggregate } from '../../../shared/state/aggregate.ts';
import { digest } from '../../../shared/state/digest.ts';
import type { ChangeOptions, State } from '../../../shared/state/state.ts';
import { receive, type Shipment, shipmentKey, shipmentSchema } from './shipment.ts';

const shipmentAggregate: AggregateDefinition<Shipment> = defineAggregate({
  kind: 'oem-shipment',
  schemaVersion: 1,
  schema: shipmentSchema,
});

/** The same for all deliveries of one shipment. */
export const shipmentIdOf = (supplier: string, shipment: ShipmentBody): string =>
  `s${digest(shipmentKey(supplier, shipment))}`.slice(0, 32);

/** Notes by which delivery a shipment has come. Throws Refusal `webhook-replayed`. */
export async function recordDelivery(
  state: State,
  key: AggregateKey,
  { orderNumber }: ShipmentBody,
  delivery: { readonly supplier: string; readonly id: string },
  options: ChangeOptions,
): Promise<void> {
  const decide = receive(delivery.supplier, orderNumber, delivery.id);
  await state.change(shipmentAggregate, key, decide, { ...options, expect: 'new' });
}
