/** Makes bytes of texts. Small ones share an allocation: to make one for each takes twice as long. */
export interface Slabs {
  /** The characters of the text, one byte each; they must not be above 255. */
  take(text: string): Buffer;
}

/** Texts above an eighth of `size` (bytes) get an allocation of their own, so that little of a slab is left over. */
export function slabsOf(size: number): Slabs {
  let slab = Buffer.alloc(0);
  let used = 0;
  return {
    take(text) {
      if (text.length > size / 8) return Buffer.from(text, 'latin1');
      if (text.length > slab.length - used) {
        slab = Buffer.allocUnsafeSlow(size);
        used = 0;
      }
      const start = used;
      used += slab.write(text, start, 'latin1');
      return slab.subarray(start, used);
    },
  };
}
