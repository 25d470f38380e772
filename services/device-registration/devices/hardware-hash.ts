/** SHA-256 of the bytes. */
export type Sha256 = (bytes: Uint8Array) => Buffer;

/** What a hardware hash says of the machine that it was read from. */
export interface HardwareFacts {
  readonly serialNumber: string | undefined;
  readonly manufacturer: string | undefined;
  readonly model: string | undefined;
  /** E.g. `2.0`; undefined without a TPM. */
  readonly tpmVersion: string | undefined;
  /** Names the machine from capture to capture, which the text of the hash does not: by its TPM key, else its SMBIOS UUID. */
  readonly hardwareKey: string | undefined;
}

export type DecodedHash = { readonly facts: HardwareFacts } | { readonly fault: string };

const RECORD = { smbiosUuid: 12, tpm: 13, serial: 14, manufacturer: 16, model: 17, endorsementKey: 25 } as const;
const HEADER_BYTES = 4;
const TRAILER_BYTES = 36;

/**
 * Decodes a hardware hash by its structure; its length proves nothing. Base64 of: `OA`, u16 end of the records, records
 * (u16 type, u16 length with this header, data), `CS`, u16 36, SHA-256 of all before it, zeros.
 */
export function decodeHardwareHash(text: string, sha256: Sha256): DecodedHash {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.toString('base64') !== text) return { fault: 'it is not base64' };
  if (bytes.length < HEADER_BYTES || bytes.toString('latin1', 0, 2) !== 'OA')
    return { fault: 'it does not begin with OA' };
  const end = bytes.readUInt16LE(2);
  const records = recordsOf(bytes, end);
  if (!records) return { fault: 'its records are damaged' };
  if (!isSealed(bytes, end, sha256)) return { fault: 'its check sum is wrong: it has been cut or changed' };
  return { facts: factsOf(records, sha256) };
}

function recordsOf(bytes: Buffer, end: number): ReadonlyMap<number, Buffer> | undefined {
  if (end > bytes.length) return undefined;
  const records = new Map<number, Buffer>();
  let at = HEADER_BYTES;
  while (at + HEADER_BYTES <= end) {
    const length = bytes.readUInt16LE(at + 2);
    if (length < HEADER_BYTES || at + length > end) return undefined;
    const type = bytes.readUInt16LE(at);
    if (!records.has(type)) records.set(type, bytes.subarray(at + HEADER_BYTES, at + length));
    at += length;
  }
  return at === end ? records : undefined;
}

/** The vendor's own sample lacks the last byte of its check sum, so what is there has to match and one byte may be missing. */
function isSealed(bytes: Buffer, end: number, sha256: Sha256): boolean {
  if (bytes.length < end + TRAILER_BYTES - 1) return false;
  if (bytes.toString('latin1', end, end + 2) !== 'CS' || bytes.readUInt16LE(end + 2) !== TRAILER_BYTES) return false;
  const sum = bytes.subarray(end + HEADER_BYTES, end + TRAILER_BYTES);
  const padding = bytes.subarray(end + TRAILER_BYTES);
  return (
    sha256(bytes.subarray(0, end)).subarray(0, sum.length).equals(sum) && padding.equals(Buffer.alloc(padding.length))
  );
}

function factsOf(records: ReadonlyMap<number, Buffer>, sha256: Sha256): HardwareFacts {
  return {
    serialNumber: textIn(records.get(RECORD.serial)),
    manufacturer: textIn(records.get(RECORD.manufacturer)),
    model: textIn(records.get(RECORD.model)),
    tpmVersion: /^TPM-Version:([\d.]+)/.exec(textIn(records.get(RECORD.tpm)) ?? '')?.[1],
    hardwareKey: hardwareKeyOf(records, sha256),
  };
}

/** UUIDs that makers leave in the firmware of many machines, in the byte order of SMBIOS. */
const SHARED_UUIDS = new Set(['00020003000400050006000700080009', '03000200040005000006000700080009']);

function hardwareKeyOf(records: ReadonlyMap<number, Buffer>, sha256: Sha256): string | undefined {
  const endorsementKey = records.get(RECORD.endorsementKey);
  if (endorsementKey?.some((byte) => byte !== 0)) return `tpm:${sha256(endorsementKey).toString('hex')}`;
  const uuid = records.get(RECORD.smbiosUuid)?.toString('hex') ?? '';
  const isOwn = uuid.length === 32 && !/^(..)\1*$/.test(uuid) && !SHARED_UUIDS.has(uuid);
  return isOwn ? `uuid:${uuid}` : undefined;
}

function textIn(data: Buffer | undefined): string | undefined {
  const text = data?.toString('utf8').split('\0', 1)[0]?.trim();
  return text || undefined;
}
