import { type Supplier, supplierOf } from '../../fleet/supplier/supplier.ts';
import type { Scene } from '../actor.ts';

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

/** The machines of a delivery, and who supplies them. */
export interface Goods {
  readonly supplier: Supplier;
  /** By their places among all. */
  readonly machines: readonly number[];
}

export function goodsOf({ cloud }: Scene, { part: [from, to] }: Delivery): Goods {
  const [tenant] = cloud.tenants;
  if (!tenant) throw new RangeError('There is no tenant whose machines could be delivered.');
  const all = tenant.fleet.devices();
  const first = Math.round(from * all);
  const machines = Array.from({ length: Math.round(to * all) - first }, (_, at) => first + at);
  return { supplier: supplierOf(tenant), machines };
}
