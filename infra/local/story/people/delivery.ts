/** Machines that come to the customer together. */
export interface Delivery {
  /** Counted from 1. */
  readonly number: number;
  /** Milliseconds after the story begins. */
  readonly after: number;
  /** In a file of hardware hashes that the customer's desk has read, or in a signed message of their maker. */
  readonly by: 'file' | 'webhook';
  /** Which part of all machines: from a share on, to a share. */
  readonly part: readonly [from: number, to: number];
  readonly groupTag: string;
}

/** The machines of a delivery, by their places among all. */
export function machinesOf({ part: [from, to] }: Pick<Delivery, 'part'>, all: number): number[] {
  const first = Math.round(from * all);
  return Array.from({ length: Math.round(to * all) - first }, (_, at) => first + at);
}
