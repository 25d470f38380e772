import { createHash } from 'node:crypto';

/** What a machine says of itself when its hash is read. */
export interface Machine {
  readonly serialNumber: string;
  readonly manufacturer: string;
  readonly model: string;
  /** Such as `2.0`. */
  readonly tpmVersion: string;
  /** Tells machines apart: the public key that the TPM was made with. */
  readonly endorsementKey: Uint8Array;
}

/** The records of a hash, by the numbers that the capturing tool gives them. */
const RECORD = { tpm: 13, serialNumber: 14, manufacturer: 16, model: 17, endorsementKey: 25 } as const;

/** About what hashes from the field have, beside what is known of a machine. */
const UNKNOWN_RECORD = { type: 30, bytes: 2_400 };

/**
 * The hardware hash of a machine in base64: `OA`, the end of the records, records (type, length with this header,
 * data), `CS`, 36, and the SHA-256 of all before it.
 */
export function hardwareHash(machine: Machine): string {
  const records = [
    record(RECORD.tpm, `TPM-Version:${machine.tpmVersion}`),
    record(RECORD.serialNumber, machine.serialNumber),
    record(RECORD.manufacturer, machine.manufacturer),
    record(RECORD.model, machine.model),
    record(RECORD.endorsementKey, machine.endorsementKey),
    record(UNKNOWN_RECORD.type, Buffer.alloc(UNKNOWN_RECORD.bytes)),
  ];
  const body = Buffer.concat([Buffer.from('OA\0\0'), ...records]);
  body.writeUInt16LE(body.length, 2);
  const sum = createHash('sha256').update(body).digest();
  return Buffer.concat([body, Buffer.from('CS\x24\0'), sum]).toString('base64');
}

function record(type: number, data: string | Uint8Array): Buffer {
  const bytes = typeof data === 'string' ? Buffer.from(data, 'utf8') : data;
  const header = Buffer.alloc(4);
  header.writeUInt16LE(type, 0);
  header.writeUInt16LE(header.length + bytes.length, 2);
  return Buffer.concat([header, bytes]);
}
