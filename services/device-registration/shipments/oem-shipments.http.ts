import { createHash } from 'node:crypto';
import { oemShipmentEndpoints, type ShipmentBody, shipmentBody } from '../../../shared/contracts/http/oem-shipments.ts';
import { demandInService } from '../../../shared/functions/access/tenant-scope.ts';
import { accepted } from '../../../shared/functions/answers.ts';
import { optionsOf } from '../../../shared/functions/cause.ts';
import type { Context } from '../../../shared/functions/context.ts';
import { parseJsonBytes } from '../../../shared/functions/http/json.ts';
import { routes } from '../../../shared/functions/routes.ts';
import { shipmentInvalid, signatureInvalid } from '../errors.ts';
import { receiveImport } from '../imports/import-rows.event.ts';
import { findTenant } from '../tenants/tenant.store.ts';
import { recordDelivery, shipmentIdOf } from './shipment.store.ts';
import { rowsOf } from './shipment.ts';
import { demandSigned, oemWebhookKeys } from './webhook-signature.http.ts';

export const oemShipmentRoutes = routes(oemShipmentEndpoints, {
  async receiveShipment({ body, context, headers, params: { tenantId } }) {
    const now = context.clock.now();
    const delivery = demandSigned({ tenantId, headers, body }, context.settings.get(oemWebhookKeys), now);
    const found = await findTenant(context.state, tenantId);
    if (!found) throw signatureInvalid();
    demandInService(oemShipmentEndpoints.receiveShipment, found.tenant);
    const shipment = shipmentIn(body);
    const importId = shipmentIdOf(delivery.supplier, shipment);
    const received = {
      format: 'oem-shipment',
      warnings: [],
      receivedAt: isoTime(now),
      rows: rowsOf(shipment, sha256),
    } as const;
    // First, since it may be repeated: a delivery that is noted has done its work, and only then is a second one a replay.
    const operation = await receiveImport(context, { tenantId, importId }, received);
    if (delivery.id !== undefined)
      await note(context, { tenantId, id: importId }, shipment, { ...delivery, id: delivery.id });
    return accepted(operation, `/api/v1/device-registration/tenants/${tenantId}/operations/${importId}`);
  },
});

function note(
  context: Context,
  key: { readonly tenantId: string; readonly id: string },
  shipment: ShipmentBody,
  delivery: { readonly supplier: string; readonly id: string },
): Promise<void> {
  return recordDelivery(context.state, key, shipment, delivery, optionsOf(context, delivery.id));
}

function shipmentIn(body: Buffer): ShipmentBody {
  const parsed = shipmentBody.safeParse(parseJsonBytes(body));
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.slice(0, 50);
  throw shipmentInvalid(faults.map(({ path, message }) => ({ path: path.join('.').slice(0, 256), message })));
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();

const isoTime = (milliseconds: number): string => new Date(milliseconds).toISOString();
