/**
 * The point between `""` and `"FF"` at which a partition key lies: MurmurHash3 (x64, 128 bits) of each component, in
 * upper-case hexadecimal. Clients express feed ranges and prefixes of hierarchical keys as ranges of these points.
 */
export function effectivePartitionKey(components: readonly unknown[]): string {
  return components.map(hashOfComponent).join('');
}

function hashOfComponent(component: unknown): string {
  const [low, high] = murmur3(encodeComponent(component));
  // The two top bits stay clear, so that every key is below "FF".
  return (((high & 0x3fffffffffffffffn) << 64n) | low).toString(16).toUpperCase().padStart(32, '0');
}

/** A byte for the type, then the value: the form in which the service hashes it. */
function encodeComponent(component: unknown): Buffer {
  switch (typeof component) {
    case 'string':
      return Buffer.concat([Buffer.of(8), Buffer.from(component, 'utf8'), Buffer.of(0xff)]);
    case 'number': {
      const bytes = Buffer.alloc(9, 5);
      bytes.writeDoubleLE(component, 1);
      return bytes;
    }
    case 'boolean':
      return Buffer.of(component ? 3 : 2);
    default:
      return Buffer.of(component === null ? 1 : 0);
  }
}

const FIRST = 0x87c37b91114253d5n;
const SECOND = 0x4cf5ad432745937fn;

/** MurmurHash3 by Austin Appleby, variant x64/128, seed 0: `[h1, h2]`. */
function murmur3(bytes: Buffer): readonly [bigint, bigint] {
  let h1 = 0n;
  let h2 = 0n;
  const whole = bytes.length - (bytes.length % 16);
  for (let at = 0; at < whole; at += 16) {
    h1 = u64((rotate(h1 ^ scrambleFirst(bytes.readBigUInt64LE(at)), 27n) + h2) * 5n + 0x52dce729n);
    h2 = u64((rotate(h2 ^ scrambleSecond(bytes.readBigUInt64LE(at + 8)), 31n) + h1) * 5n + 0x38495ab5n);
  }
  const tail = Buffer.alloc(16);
  bytes.copy(tail, 0, whole);
  const length = BigInt(bytes.length);
  h1 ^= scrambleFirst(tail.readBigUInt64LE(0)) ^ length;
  h2 ^= scrambleSecond(tail.readBigUInt64LE(8)) ^ length;
  h1 = u64(h1 + h2);
  h2 = u64(h2 + h1);
  h1 = finish(h1);
  h2 = finish(h2);
  h1 = u64(h1 + h2);
  return [h1, u64(h2 + h1)];
}

const scrambleFirst = (block: bigint) => u64(rotate(u64(block * FIRST), 31n) * SECOND);
const scrambleSecond = (block: bigint) => u64(rotate(u64(block * SECOND), 33n) * FIRST);

function finish(hash: bigint): bigint {
  let mixed = u64((hash ^ (hash >> 33n)) * 0xff51afd7ed558ccdn);
  mixed = u64((mixed ^ (mixed >> 33n)) * 0xc4ceb9fe1a85ec53n);
  return mixed ^ (mixed >> 33n);
}

const u64 = (value: bigint) => BigInt.asUintN(64, value);
const rotate = (value: bigint, by: bigint) => u64((value << by) | (value >> (64n - by)));
