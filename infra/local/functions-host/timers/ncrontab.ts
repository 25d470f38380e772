import { Cron } from 'croner';

/** An NCRONTAB expression. */
export interface Ncrontab {
  /** The first moment after `time` (both milliseconds since 1970), or undefined when there is none. */
  next(time: number): number | undefined;
}

interface Field {
  readonly name: string;
  readonly least: number;
  readonly most: number;
  readonly words?: readonly string[];
}

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

const SECONDS: Field = { name: 'second', least: 0, most: 59 };
const FIELDS: readonly Field[] = [
  { name: 'minute', least: 0, most: 59 },
  { name: 'hour', least: 0, most: 23 },
  { name: 'day of month', least: 1, most: 31 },
  { name: 'month', least: 1, most: 12, words: MONTHS },
  { name: 'day of week', least: 0, most: 6, words: DAYS },
];

/**
 * Parses five fields, or six with seconds in front. Day of month AND day of week must fit, as in NCrontab.
 * Throws a RangeError that names the field; undefined when the text does not have five or six fields.
 */
export function parseNcrontab(expression: string, timeZone: string): Ncrontab | undefined {
  const texts = expression.trim().split(/\s+/);
  if (texts.length !== 5 && texts.length !== 6) return undefined;
  const fields = texts.length === 6 ? [SECONDS, ...FIELDS] : FIELDS;
  const lists = fields.map((field, index) => values(texts[index] ?? '', field).join(','));
  const pattern = texts.length === 6 ? lists : ['0', ...lists];
  // An offset needs no calendar of zones, which takes ten times as long.
  const zone = timeZone === 'UTC' ? { utcOffset: 0 } : { timezone: timeZone };
  const cron = new Cron(pattern.join(' '), { paused: true, mode: '6-part', domAndDow: true, ...zone });
  return { next: remembering((time) => cron.nextRun(new Date(time))?.getTime()) };
}

/** Until the next moment has come, it stays the next: a driven clock asks ten thousand times a second. */
function remembering(find: Ncrontab['next']): Ncrontab['next'] {
  let [from, to]: [number, number] = [0, 0];
  return (time) => {
    if (from <= time && time < to) return to;
    const next = find(time);
    if (next !== undefined) [from, to] = [time, next];
    return next;
  };
}

/** The values that a field allows, in order. */
function values(text: string, field: Field): number[] {
  const allowed = new Set(text.split(',').flatMap((part) => range(part, field)));
  return [...allowed].sort((a, b) => a - b);
}

/** `*`, `a`, `a-b`, each with `/step`; `a/step` goes on to the end of the field, and `b-a` is the same as `a-b`. */
function range(text: string, field: Field): number[] {
  const [span = '', stepText, ...more] = text.split('/');
  const [from = '', to, ...rest] = span.split('-');
  if (more.length > 0 || rest.length > 0) throw invalid(text, field);
  const step = stepText === undefined ? 1 : wholeNumber(stepText, text, field);
  if (step < 1) throw invalid(text, field);
  if (span === '*') return sequence(field.least, field.most, step);
  const start = value(from, text, field);
  const end = to === undefined ? (stepText === undefined ? start : field.most) : value(to, text, field);
  return sequence(Math.min(start, end), Math.max(start, end), step);
}

function value(text: string, part: string, field: Field): number {
  const number = /^[a-z]/i.test(text) ? word(text, field) : wholeNumber(text, part, field);
  if (number === undefined || number < field.least || number > field.most) throw invalid(part, field);
  return number;
}

/** The first name that begins with the text. */
function word(text: string, { words = [], least }: Field): number | undefined {
  const index = words.findIndex((each) => each.toLowerCase().startsWith(text.toLowerCase()));
  return index < 0 ? undefined : index + least;
}

function wholeNumber(text: string, part: string, field: Field): number {
  if (!/^\d{1,3}$/.test(text)) throw invalid(part, field);
  return Number(text);
}

function sequence(from: number, to: number, step: number): number[] {
  return Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, index) => from + index * step);
}

function invalid(part: string, { name, least, most, words }: Field): RangeError {
  return new RangeError(
    `"${part}" is no ${name}: ${least} to ${most}${words ? ' or a name' : ''}, with "*", "-", "/" and ","`,
  );
}
