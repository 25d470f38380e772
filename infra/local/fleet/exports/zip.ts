import { crc32, deflateRawSync } from 'node:zlib';

/** An archive of one file (PKWARE APPNOTE 4.3), as export jobs deliver theirs. */
export function zipOf(name: string, content: Uint8Array): Uint8Array {
  const fileName = Buffer.from(name, 'utf8');
  const packed = deflateRawSync(content, { level: 1 });
  const sizes = Buffer.alloc(12);
  sizes.writeUInt32LE(crc32(content), 0);
  sizes.writeUInt32LE(packed.length, 4);
  sizes.writeUInt32LE(content.length, 8);
  const nameLength = Buffer.alloc(4);
  nameLength.writeUInt16LE(fileName.length);

  const local = Buffer.concat([Buffer.from('504b0304', 'hex'), ATTRIBUTES, sizes, nameLength, fileName]);
  const central = Buffer.concat([
    Buffer.from('504b0102', 'hex'),
    VERSION,
    ATTRIBUTES,
    sizes,
    nameLength,
    // No comment, the first disk, no attributes, and the file at the very beginning.
    Buffer.alloc(14),
    fileName,
  ]);
  const end = Buffer.alloc(22);
  end.write('504b0506', 'hex');
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(local.length + packed.length, 16);
  return Buffer.concat([local, packed, central, end]);
}

const VERSION = Buffer.from([20, 0]);

/** Version 2.0, names in UTF-8, deflated, and the first moment that the format knows: 1 January 1980. */
const ATTRIBUTES = Buffer.from([20, 0, 0, 8, 8, 0, 0, 0, 33, 0]);
