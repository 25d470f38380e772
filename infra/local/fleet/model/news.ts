import type { Life } from './life.ts';

/** What happened by itself, for those parts of the tenant that show it. */
export type News = { readonly time: number } /** A device has come to another step of its life. */ & (
  | { readonly kind: 'life'; readonly device: number; readonly life: Life }
  /** Somebody has added a device to a group by hand. */
  | { readonly kind: 'member'; readonly group: number; readonly device: number }
  /** Somebody has changed by hand how many days the policy of a group waits. */
  | { readonly kind: 'deferral'; readonly group: number; readonly days: number }
);
