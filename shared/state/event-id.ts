import { digest } from './digest.ts';

/**
 * The id of the nth event of one version of an aggregate, 32 characters. Deciding again gives the same id, so a second
 * publication is the same message; two tenants never meet; a letter comes first, because a numeric id is read as a number.
 */
export function eventId(service: string, tenantId: string, aggregate: string, version: number, n: number): string {
  return `e${digest(JSON.stringify([service, tenantId, aggregate, version, n]))}`.slice(0, 32);
}
