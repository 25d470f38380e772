import * as z from 'zod';
import { defineEndpoints } from './endpoint.ts';
import { tenantParams } from './identifiers.ts';
import { operationSchema } from './operations.ts';

const text = z.string().trim().min(1).max(128);

/** What an OEM or reseller sends when devices leave the house. Fields of the sender's own pass unread. */
export const shipmentBody = z
  .object({
    type: z.literal('device.shipped'),
    orderNumber: text,
    devices: z
      .array(
        z.object({
          /** The three as the firmware has them: Autopilot compares them letter by letter. */
          serialNumber: text,
          manufacturer: text,
          model: text,
          groupTag: z.string().max(512).exactOptional(),
        }),
      )
      .min(1)
      .max(1000),
  })
  .meta({ id: 'OemShipment' });

export type ShipmentBody = z.output<typeof shipmentBody>;

/** Devices by webhook, signed as Standard Webhooks says. */
export const oemShipmentEndpoints = defineEndpoints({
  receiveShipment: {
    method: 'POST',
    path: '/api/v1/tenants/{tenantId}/oem-shipments',
    summary:
      'A signed shipment (`webhook-id`, `webhook-timestamp`, `webhook-signature` over the raw bytes). Sent again with a newer timestamp it is the same shipment.',
    access: { public: 'The signature over the raw bytes, with a key of the tenant and its supplier, is the proof.' },
    params: tenantParams,
    body: 'raw',
    answers: { 202: operationSchema },
    errors: {
      'signature-invalid': 401,
      'signature-expired': 401,
      'webhook-replayed': 409,
      'shipment-invalid': 422,
      'tenant-suspended': 409,
    },
  },
});
