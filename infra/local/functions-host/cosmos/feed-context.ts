import type { FeedSource } from './containers.ts';
import type { Feed } from './feed.ts';
import type { Lease } from './lease.ts';
import type { Waker } from './waker.ts';

/** A range of the feed while its lease is held. */
export interface HeldFeed {
  readonly lease: Lease;
  readonly feed: Feed;
  readonly waker: Waker;
}

/** What the two ways of reading a feed, by itself and in rounds, share. */
export interface FeedContext {
  readonly source: FeedSource;
  /** Undefined when another host holds the lease of that range. */
  hold(index: number): Promise<HeldFeed | undefined>;
}
