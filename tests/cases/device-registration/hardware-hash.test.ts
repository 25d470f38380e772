import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeHardwareHash } from '../../../services/device-registration/devices/hardware-hash.ts';
import { fieldFile, judged, machineIn, sha256 } from './files.ts';

interface Sample {
  readonly chars: number;
  readonly hash: string;
  readonly serial: string;
}
const samples: readonly Sample[] = JSON.parse(fieldFile('hash-lengths.json').toString('utf8'));

const isValid = (bytes: Uint8Array): boolean =>
  'facts' in decodeHardwareHash(Buffer.from(bytes).toString('base64'), sha256);

/** A hash of any records, sealed as the tool seals it. */
function sealed(records: readonly { readonly type: number; readonly data: Uint8Array }[], padding: number): Buffer {
  const body = records.map(({ type, data }) => {
    const header = Buffer.alloc(4);
    header.writeUInt16LE(type, 0);
    header.writeUInt16LE(4 + data.length, 2);
    return Buffer.concat([header, data]);
  });
  const head = Buffer.from('OA\0\0');
  const before = Buffer.concat([head, ...body]);
  before.writeUInt16LE(before.length, 2);
  return Buffer.concat([before, Buffer.from('CS\x24\0'), sha256(before), Buffer.alloc(padding)]);
}

const records = fc.array(fc.record({ type: fc.integer({ min: 1, max: 40 }), data: fc.uint8Array({ maxLength: 60 }) }), {
  maxLength: 20,
});

describe('a hardware hash', () => {
  it.each(samples)('of $chars characters is valid, for length proves nothing', ({ chars, hash, serial }) => {
    expect(hash).toHaveLength(chars);
    expect(decodeHardwareHash(hash, sha256)).toMatchObject({ facts: { serialNumber: serial } });
  });

  it('says maker, model and TPM of its machine', () => {
    const { hash } = samples[0] as Sample;
    expect(decodeHardwareHash(hash, sha256)).toMatchObject({
      facts: { manufacturer: 'LENOVO', model: '21AH00FIELD', tpmVersion: '2.0' },
    });
  });

  it('of any records is valid once it is sealed, with any padding, and without the last byte that a sample lacks', () => {
    fc.assert(
      fc.property(records, fc.nat(300), (given, padding) => {
        expect(isValid(sealed(given, padding))).toBe(true);
        expect(isValid(sealed(given, 0).subarray(0, -1))).toBe(true);
      }),
    );
  });

  it('of which one bit has changed is not', () => {
    fc.assert(
      fc.property(records, fc.nat(300), fc.nat(), fc.nat(7), (given, padding, place, bit) => {
        const bytes = sealed(given, padding);
        const at = place % bytes.length;
        bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << bit), at);
        expect(isValid(bytes)).toBe(false);
      }),
    );
  });

  it('is judged, whatever it is', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.base64String()), (text) => {
        expect(decodeHardwareHash(text, sha256)).toHaveProperty('fault');
      }),
    );
  });

  it('captured twice names the same machine, though its text differs', () => {
    const data = Buffer.alloc(282, 7);
    const keyOf = (bytes: Buffer) => {
      const decoded = decodeHardwareHash(bytes.toString('base64'), sha256);
      return 'facts' in decoded ? decoded.facts.hardwareKey : undefined;
    };
    const first = keyOf(sealed([{ type: 25, data }], 0));
    expect(first).toBeDefined();
    expect(
      keyOf(
        sealed(
          [
            { type: 25, data },
            { type: 7, data: Buffer.from('disk\0') },
          ],
          5,
        ),
      ),
    ).toBe(first);
  });

  it('whose report has lost the serial number still gives it', () => {
    const [row] = judged('autopilot-utf8-bom.csv').rows;
    const { hardwareHash } = machineIn(row as NonNullable<typeof row>).candidate;
    expect(decodeHardwareHash(hardwareHash ?? '', sha256)).toMatchObject({ facts: { serialNumber: 'PF4FC001' } });
  });
});
