import type { Value } from '../values.ts';
import { isString } from './built-in.ts';

/** A tick is 100 ns; all ticks here count from 1970-01-01 UTC. */
export const ticksPerMillisecond = 10_000n;
export const ticksPerSecond = 10_000_000n;

/** The ticks of `YYYY-MM-DD[Thh:mm:ss[.fffffff]][Z]`, undefined for anything else. */
export function parseTicks(date: Value): bigint | undefined {
  const groups = isString(date) ? pattern.exec(date)?.groups : undefined;
  if (!groups) return undefined;
  const { year, month, day, hour = '0', minute = '0', second = '0', fraction = '' } = groups;
  return ticksOfParts([year, month, day, hour, minute, second, fraction.padEnd(7, '0')].map(Number));
}

/** The date with seven digits of a second, undefined outside of the years 1 to 9999. */
export function formatTicks(ticks: bigint): string | undefined {
  if (ticks < earliest || ticks > latest) return undefined;
  const fraction = modulo(ticks, ticksPerSecond);
  const seconds = new Date(Number((ticks - fraction) / ticksPerMillisecond)).toISOString().slice(0, 19);
  return `${seconds}.${fraction.toString().padStart(7, '0')}Z`;
}

/** The ticks of year, month, day, hour, minute, second and fraction (in ticks); undefined if there is no such instant. */
export function ticksOfParts(parts: readonly number[]): bigint | undefined {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, fraction = 0] = parts;
  const inRange = year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 && hour >= 0 && hour < 24;
  if (!inRange || minute < 0 || minute > 59 || second < 0 || second > 59 || fraction < 0 || fraction > 9_999_999)
    return undefined;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  // 31 February rolls over into March: no such day.
  if (date.getUTCDate() !== day) return undefined;
  date.setUTCHours(hour, minute, second);
  return BigInt(date.getTime()) * ticksPerMillisecond + BigInt(fraction);
}

/** The remainder that is never negative. */
export function modulo(value: bigint, divisor: bigint): bigint {
  const remainder = value % divisor;
  return remainder < 0n ? remainder + divisor : remainder;
}

const pattern =
  /^(?<year>\d{4})-(?<month>\d\d)-(?<day>\d\d)(?:T(?<hour>\d\d):(?<minute>\d\d)(?::(?<second>\d\d)(?:\.(?<fraction>\d{1,7}))?)?)?Z?$/;

const earliest = -621_355_968_000_000_000n;
const latest = 2_534_023_007_999_999_999n;
