import * as z from 'zod';

/** A value of an enumeration: its member, when it is one that is known here, and what was really said. */
export interface Member<M extends string> {
  readonly member: M | undefined;
  /** Null when Graph said null, or nothing. */
  readonly raw: string | null;
}

/**
 * Reads a value of an enumeration that Microsoft may extend any day (it is no breaking change for them). What is not known
 * is kept as it came; whoever uses it decides what an unknown member means, and nobody's poll stops.
 */
export function memberOf<const M extends string>(members: readonly M[]) {
  // Some answers write members with a capital letter.
  const known = new Map(members.map((member) => [member.toLowerCase(), member]));
  return z.unknown().transform(
    (value): Member<M> => ({
      member: typeof value === 'string' ? known.get(value.toLowerCase()) : undefined,
      raw: value === undefined || value === null ? null : String(value),
    }),
  );
}
