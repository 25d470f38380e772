import { parseArgs } from 'node:util';

/** What `npm start -- …` was asked for. */
export interface StartOptions {
  /** Folder of all state. */
  readonly data: string;
  /** Begin with no state at all. */
  readonly fresh: boolean;
  /** One line of JSON on standard output when ready. */
  readonly json: boolean;
  /** Port of the gateway; undefined: 7071 or the next free one. */
  readonly port: number | undefined;
  readonly fleet: FleetOptions;
}

/** What the fleet is: simulated, or a real tenant. */
export interface FleetOptions {
  readonly devices: number | undefined;
  /** Simulated seconds per second, at most. */
  readonly pace: number | undefined;
  readonly seed: number | undefined;
  /** What happens in the simulated fleet. */
  readonly script: Script;
  /** A real tenant instead of the simulated fleet: read only, unless writes are allowed. */
  readonly tenant: string | undefined;
  readonly allowWrites: boolean;
}

const SCRIPTS = ['first-month', 'none'] as const;

export type Script = (typeof SCRIPTS)[number];

/** The command line cannot be followed; the message says what can be asked for. */
export class OptionError extends Error {
  readonly code = 'option-refused';
}

const USAGE = `npm start -- [options]
  --data DIR      keep all state in DIR (default .data)
  --fresh         begin with no state
  --json          one line of JSON on standard output when ready, everything else on standard error
  --port N        port of the gateway (default 7071, or the next free one)
  --devices N     size of the simulated fleet
  --script NAME   what happens there: first-month (default), or none
  --pace X        simulated seconds per second, at most (a script: 8640, a month in five minutes; none: 1)
  --seed S        another fleet, another month
  --tenant ID     a real tenant instead of the simulated fleet, read only
  --allow-writes  let the services change the real tenant`;

/** @throws {OptionError} */
export function parseOptions(args: readonly string[]): StartOptions {
  const { values } = parse(args);
  if (values['allow-writes'] && values.tenant === undefined)
    refuse('--allow-writes is about a real tenant: name it with --tenant.');
  return {
    data: values.data,
    fresh: values.fresh,
    json: values.json,
    port: whole('--port', values.port, 65_535),
    fleet: {
      devices: whole('--devices', values.devices, 1_000_000),
      pace: positive('--pace', values.pace),
      script: oneOf('--script', values.script, SCRIPTS),
      seed: whole('--seed', values.seed, Number.MAX_SAFE_INTEGER),
      tenant: values.tenant,
      allowWrites: values['allow-writes'],
    },
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        data: { type: 'string', default: '.data' },
        fresh: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        port: { type: 'string' },
        devices: { type: 'string' },
        pace: { type: 'string' },
        seed: { type: 'string' },
        script: { type: 'string', default: 'first-month' },
        tenant: { type: 'string' },
        'allow-writes': { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
}

function whole(option: string, text: string | undefined, most: number): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (/^\d+$/.test(text) && value <= most) return value;
  return refuse(`${option} takes a whole number up to ${most}, not "${text}".`);
}

function positive(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (value > 0 && Number.isFinite(value)) return value;
  return refuse(`${option} takes a number above zero, not "${text}".`);
}

function oneOf<T extends string>(option: string, text: string, names: readonly T[]): T {
  const found = names.find((name) => name === text);
  return found ?? refuse(`${option} takes one of ${names.join(', ')}, not "${text}".`);
}

function refuse(reason: string): never {
  throw new OptionError(`${reason}\n\n${USAGE}`);
}
