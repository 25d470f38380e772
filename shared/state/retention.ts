import { LRUCache } from 'lru-cache';
import type { Clock } from '../time/clock.ts';
import { EVENT_DAYS, PLATFORM } from './documents.ts';

const REMEMBERED_MS = 60 * 60_000;
const MOST_TENANTS = 1_000;

/** Days that a tenant keeps its events, asked once an hour. A tenant that nobody knows keeps them as everybody does. */
export function rememberedDays(
  clock: Clock,
  ask: (tenantId: string) => Promise<number | undefined> = async () => undefined,
): (tenantId: string) => Promise<number> {
  const known = new LRUCache<string, { readonly days: number; readonly at: number }>({ max: MOST_TENANTS });
  return async (tenantId) => {
    if (tenantId === PLATFORM) return EVENT_DAYS;
    const found = known.get(tenantId);
    if (found && clock.now() - found.at < REMEMBERED_MS) return found.days;
    const days = (await ask(tenantId)) ?? EVENT_DAYS;
    known.set(tenantId, { days, at: clock.now() });
    return days;
  };
}
