import type { Value } from '../values.ts';
import { type BuiltIn, builtIn, isInteger, isString, type Library } from './built-in.ts';
import { addParts, binOf, boundariesBetween, type DateTimePart, datePart, partOf } from './calendar.ts';
import { formatTicks, parseTicks, ticksOfParts, ticksPerMillisecond } from './ticks.ts';

/** Functions of ISO 8601 date strings with seven digits of a second, ticks (100 ns) and timestamps (ms) since 1970. */
export const dateAndTime: Library = {
  DATETIMEADD: builtIn(3, 3, (part, amount, date) => {
    const [unit, ticks] = [datePart(part), parseTicks(date)];
    if (!unit || ticks === undefined || !isInteger(amount)) return undefined;
    const sum = addParts(ticks, unit, amount);
    return sum === undefined ? undefined : formatTicks(sum);
  }),
  DATETIMEBIN: builtIn(2, 4, (date, part, size = 1, origin = epoch) => {
    const [unit, ticks, start] = [datePart(part), parseTicks(date), parseTicks(origin)];
    if (!unit || ticks === undefined || start === undefined || !isInteger(size) || size < 1) return undefined;
    const bin = binOf(ticks, unit, size, start);
    return bin === undefined ? undefined : formatTicks(bin);
  }),
  DATETIMEDIFF: builtIn(3, 3, (part, from, to) => {
    const [unit, start, end] = [datePart(part), parseTicks(from), parseTicks(to)];
    return unit && start !== undefined && end !== undefined ? boundariesBetween(start, end, unit) : undefined;
  }),
  DATETIMEFROMPARTS: builtIn(3, 7, (...parts) => {
    const ticks = parts.every(isInteger) ? ticksOfParts(parts) : undefined;
    return ticks === undefined ? undefined : formatTicks(ticks);
  }),
  DATETIMEPART: builtIn(2, 2, (part, date) => {
    const [unit, ticks] = [weekdayOr(part), parseTicks(date)];
    return unit && ticks !== undefined ? partOf(ticks, unit) : undefined;
  }),
  DATETIMETOTICKS: ofDate((ticks) => Number(ticks)),
  DATETIMETOTIMESTAMP: ofDate((ticks) => Number(ticks / ticksPerMillisecond)),
  TICKSTODATETIME: builtIn(1, 1, (ticks) => (isInteger(ticks) ? formatTicks(BigInt(ticks)) : undefined)),
  TIMESTAMPTODATETIME: builtIn(1, 1, (timestamp) =>
    isInteger(timestamp) ? formatTicks(BigInt(timestamp) * ticksPerMillisecond) : undefined,
  ),
};

/** Functions without operands that tell the instant of the query, given in milliseconds since 1970. */
export const currentTime: Readonly<Record<string, (now: number) => Value>> = {
  GETCURRENTDATETIME: currentDateTime,
  GETCURRENTDATETIMESTATIC: currentDateTime,
  GETCURRENTTICKS: currentTicks,
  GETCURRENTTICKSSTATIC: currentTicks,
  GETCURRENTTIMESTAMP: (now) => now,
  GETCURRENTTIMESTAMPSTATIC: (now) => now,
};

const epoch = '1970-01-01T00:00:00.0000000Z';

function currentDateTime(now: number): Value {
  return formatTicks(BigInt(Math.trunc(now)) * ticksPerMillisecond);
}

function currentTicks(now: number): number {
  return now * Number(ticksPerMillisecond);
}

function ofDate(call: (ticks: bigint) => Value): BuiltIn {
  return builtIn(1, 1, (date) => {
    const ticks = parseTicks(date);
    return ticks === undefined ? undefined : call(ticks);
  });
}

function weekdayOr(part: Value): DateTimePart | 'weekday' | undefined {
  return isString(part) && ['weekday', 'dw', 'w'].includes(part.toLowerCase()) ? 'weekday' : datePart(part);
}
