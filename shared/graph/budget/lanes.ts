/** Who waits for a call; the first goes first. */
export type Lane = 'security' | 'person' | 'background';

/**
 * How much of a service's share each lane may use up. What background work leaves is free for a person who waits, and
 * what those leave is free for security: it overtakes without a queue that it would have to jump.
 */
export const LANE_REACH: Readonly<Record<Lane, number>> = { security: 1, person: 0.9, background: 0.7 };
