/** What a route parameter must be; `text` as written in the template. */
export interface Constraint {
  readonly text: string;
  accepts(value: string): boolean;
}

type Build = (argument: string) => (value: string) => boolean;

/** Numbers are read as .NET does: blanks around them, a sign and leading zeros are allowed. */
const integer = (least: bigint, most: bigint) => (value: string) => {
  if (!/^\s*[+-]?\d{1,40}\s*$/.test(value)) return false;
  const number = BigInt(value.trim().replace(/^\+/, '').replace(/^-/, '')) * (value.includes('-') ? -1n : 1n);
  return number >= least && number <= most;
};
const long = integer(-(2n ** 63n), 2n ** 63n - 1n);
const real = (value: string) => /^\s*[+-]?(?:\d+(?:,\d+)*(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?\s*$/i.test(value);
const decimal = (value: string) => /^\s*[+-]?(?:\d+(?:,\d+)*(?:\.\d*)?|\.\d+)\s*$/.test(value);
const guid =
  /^\s*(?:[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\{[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\}|\([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\))\s*$/i;

const PLAIN: Readonly<Record<string, (value: string) => boolean>> = {
  int: integer(-(2n ** 31n), 2n ** 31n - 1n),
  long,
  bool: (value) => /^\s*(?:true|false)\s*$/i.test(value),
  float: real,
  double: real,
  decimal,
  guid: (value) => guid.test(value),
  datetime: (value) => !Number.isNaN(Date.parse(value)),
  alpha: (value) => /^[a-z]*$/i.test(value),
  required: (value) => value !== '',
};

const WITH_ARGUMENT: Readonly<Record<string, Build>> = {
  min: (argument) => {
    const [least] = numbers(argument, 1);
    return (value) => long(value) && BigInt(value.trim()) >= least;
  },
  max: (argument) => {
    const [most] = numbers(argument, 1);
    return (value) => long(value) && BigInt(value.trim()) <= most;
  },
  range: (argument) => {
    const [least, most] = numbers(argument, 2);
    return (value) => long(value) && BigInt(value.trim()) >= least && BigInt(value.trim()) <= most;
  },
  minlength: (argument) => {
    const [least] = numbers(argument, 1);
    return (value) => value.length >= least;
  },
  maxlength: (argument) => {
    const [most] = numbers(argument, 1);
    return (value) => value.length <= most;
  },
  length: (argument) => {
    const [least, most] = argument.includes(',') ? numbers(argument, 2) : numbers(`${argument},${argument}`, 2);
    return (value) => value.length >= least && value.length <= most;
  },
  regex: (argument) => {
    const pattern = new RegExp(argument.replaceAll('{{', '{').replaceAll('}}', '}'), 'i');
    return (value) => pattern.test(value);
  },
};

/** Reads `int`, `range(1,9)`, `regex(^a$)` … Throws an error that says what is wrong. */
export function parseConstraint(text: string): Constraint {
  const { name = '', argument } = /^(?<name>\w+)(?:\((?<argument>.*)\))?$/s.exec(text)?.groups ?? {};
  const key = name.toLowerCase();
  const accepts = argument === undefined ? own(PLAIN, key) : own(WITH_ARGUMENT, key)?.(argument);
  if (!accepts) throw new RangeError(`"${text}" is no constraint that the host knows`);
  return { text: text.toLowerCase(), accepts };
}

function own<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

function numbers(argument: string, count: 1): [bigint];
function numbers(argument: string, count: 2): [bigint, bigint];
function numbers(argument: string, count: number): bigint[] {
  const found = argument.split(',').map((each) => each.trim());
  if (found.length !== count || !found.every((each) => /^-?\d{1,19}$/.test(each)))
    throw new RangeError(`"(${argument})" should hold ${count} whole number${count > 1 ? 's' : ''}`);
  return found.map(BigInt);
}
