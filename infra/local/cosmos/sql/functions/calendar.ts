import type { Value } from '../values.ts';
import { isString } from './built-in.ts';
import { modulo, ticksPerMillisecond, ticksPerSecond } from './ticks.ts';

export type DateTimePart = keyof typeof spellings;

/** The part of a date that a query names, in any of its documented spellings. */
export function datePart(part: Value): DateTimePart | undefined {
  return isString(part) ? byName.get(part.toLowerCase()) : undefined;
}

/** `ticks` moved by a number of parts; a month too short keeps its last day. Undefined far outside of the calendar. */
export function addParts(ticks: bigint, part: DateTimePart, amount: number): bigint | undefined {
  if (part !== 'year' && part !== 'month')
    return part === 'nanosecond' ? ticks + BigInt(amount) / 100n : ticks + BigInt(amount) * lengths[part];
  const months = monthOf(ticks) + (part === 'year' ? amount * 12 : amount);
  return atMonth(months, ticks);
}

/** How many boundaries of the part lie between two instants, negative if `end` is the earlier one. */
export function boundariesBetween(start: bigint, end: bigint, part: DateTimePart): number {
  if (part === 'nanosecond') return Number((end - start) * 100n);
  return positionOf(end, part) - positionOf(start, part);
}

/** The start of the bin of `size` parts, counted from `origin`, in which `ticks` lies. */
export function binOf(ticks: bigint, part: DateTimePart, size: number, origin: bigint): bigint | undefined {
  if (part === 'nanosecond') return ticks - modulo(ticks - origin, BigInt(Math.max(1, Math.round(size / 100))));
  if (part !== 'year' && part !== 'month') return ticks - modulo(ticks - origin, BigInt(size) * lengths[part]);
  const span = part === 'year' ? size * 12 : size;
  const whole = Math.floor((monthOf(ticks) - monthOf(origin)) / span);
  const candidate = addParts(origin, 'month', whole * span);
  return candidate === undefined || candidate <= ticks ? candidate : addParts(origin, 'month', (whole - 1) * span);
}

/** The part as a number; weekdays count from Sunday, 1. */
export function partOf(ticks: bigint, part: DateTimePart | 'weekday'): number {
  const date = dateOf(ticks);
  const fraction = Number(modulo(ticks, ticksPerSecond));
  switch (part) {
    case 'year':
      return date.getUTCFullYear();
    case 'month':
      return date.getUTCMonth() + 1;
    case 'day':
      return date.getUTCDate();
    case 'hour':
      return date.getUTCHours();
    case 'minute':
      return date.getUTCMinutes();
    case 'second':
      return date.getUTCSeconds();
    case 'millisecond':
      return Math.floor(fraction / 10_000);
    case 'microsecond':
      return Math.floor(fraction / 10);
    case 'nanosecond':
      return fraction * 100;
    case 'weekday':
      return date.getUTCDay() + 1;
  }
}

const spellings = {
  year: ['yyyy', 'yy'],
  month: ['mm', 'm'],
  day: ['dd', 'd'],
  hour: ['hh'],
  minute: ['mi', 'n'],
  second: ['ss', 's'],
  millisecond: ['ms'],
  microsecond: ['mcs'],
  nanosecond: ['ns'],
} as const;

const byName: ReadonlyMap<string, DateTimePart> = new Map(
  Object.entries(spellings).flatMap(([part, short]) =>
    [part, ...short].map((name) => [name, part as DateTimePart] as const),
  ),
);

/** Ticks of the parts that are equally long at all times. */
const lengths = {
  day: 86_400n * ticksPerSecond,
  hour: 3_600n * ticksPerSecond,
  minute: 60n * ticksPerSecond,
  second: ticksPerSecond,
  millisecond: ticksPerMillisecond,
  microsecond: 10n,
} as const;

function positionOf(ticks: bigint, part: Exclude<DateTimePart, 'nanosecond'>): number {
  if (part === 'year') return dateOf(ticks).getUTCFullYear();
  if (part === 'month') return monthOf(ticks);
  return Number((ticks - modulo(ticks, lengths[part])) / lengths[part]);
}

/** Months since the year 0. */
function monthOf(ticks: bigint): number {
  const date = dateOf(ticks);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

function atMonth(months: number, ticks: bigint): bigint | undefined {
  const date = dateOf(ticks);
  const [year, month] = [Math.floor(months / 12), ((months % 12) + 12) % 12];
  const lastDay = new Date(0);
  lastDay.setUTCFullYear(year, month + 1, 0);
  date.setUTCFullYear(year, month, Math.min(date.getUTCDate(), lastDay.getUTCDate()));
  return Number.isNaN(date.getTime())
    ? undefined
    : BigInt(date.getTime()) * ticksPerMillisecond + modulo(ticks, ticksPerMillisecond);
}

function dateOf(ticks: bigint): Date {
  return new Date(Number((ticks - modulo(ticks, ticksPerMillisecond)) / ticksPerMillisecond));
}
