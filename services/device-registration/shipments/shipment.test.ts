import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ShipmentBody } from '../../../shared/contracts/http/oem-shipments.ts';
import { receive, rowsOf, shipmentKey } from './shipment.ts';

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();
const shipmentOf = (serials: readonly string[]): ShipmentBody => ({
  type: 'device.shipped',
  orderNumber: '4711',
  devices: serials.map((serialNumber) => ({ serialNumber, manufacturer: 'LENOVO', model: '21AH' })),
});
const serials = fc.uniqueArray(fc.stringMatching(/^[A-Z]{2}[0-9]{4}$/), { minLength: 1, maxLength: 10 });

describe('a shipment', () => {
  it('is the same in whatever order its devices are listed, and another for another supplier', () => {
    fc.assert(
      fc.property(serials, (given) => {
        const key = shipmentKey('Contoso Devices', shipmentOf(given));
        expect(shipmentKey('Contoso Devices', shipmentOf(given.toReversed()))).toBe(key);
        expect(shipmentKey('Fabrikam', shipmentOf(given))).not.toBe(key);
      }),
    );
  });

  it('may be delivered anew, and not replayed', () => {
    const once = receive('Contoso Devices', '4711', 'm1/1')(undefined).state;
    expect(receive('Contoso Devices', '4711', 'm1/2')(once).state.deliveries).toEqual(['m1/1', 'm1/2']);
    expect(() => receive('Contoso Devices', '4711', 'm1/1')(once)).toThrow(
      expect.objectContaining({ code: 'webhook-replayed' }),
    );
  });

  it('has a row for each device, under its place, and rejects one whose serial is a placeholder', () => {
    const rows = rowsOf(shipmentOf(['AA1000', 'Default string', 'AA1000']), sha256);
    expect(rows).toMatchObject([
      { line: 1, verdict: { kind: 'good' } },
      { line: 2, verdict: { kind: 'rejected', code: 'identity-incomplete' } },
      { line: 3, verdict: { kind: 'duplicate', sameAsLine: 1 } },
    ]);
  });
});
