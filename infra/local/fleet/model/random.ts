/**
 * A number in (0, 1) that depends on nothing but its arguments: the `n`-th of a `stream` of a `device` under a `seed`.
 * Without a shared generator neither the order of events nor the size of the fleet can change what a device does.
 */
export function rnd(seed: number, device: number, stream: number, n = 0): number {
  return (hash(seed, device, stream, n) + 0.5) / 2 ** 32;
}

/** A 32-bit hash of four 32-bit words (MurmurHash3). */
export function hash(seed: number, a: number, b: number, c: number): number {
  const mixed = absorb(absorb(absorb(seed, a), b), c) ^ 12;
  return finish(mixed) >>> 0;
}

function absorb(state: number, word: number): number {
  let key = Math.imul(word, 0xcc9e2d51);
  key = (key << 15) | (key >>> 17);
  const mixed = state ^ Math.imul(key, 0x1b873593);
  return (Math.imul((mixed << 13) | (mixed >>> 19), 5) + 0xe6546b64) | 0;
}

function finish(state: number): number {
  let mixed = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}
