import type { Clock } from '../../time/clock.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';
export type LogFields = Readonly<Record<string, unknown>>;

/** One line per entry, with the service, the tenant and the correlation id on every line. Never a secret, never a token. */
export interface Log {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  /** The same log with more fields on every line. */
  with(fields: LogFields): Log;
}

export interface LogOptions {
  readonly clock: Clock;
  readonly format: 'json' | 'readable';
  write(level: LogLevel, line: string): void;
}

/** Opens a log whose every line carries `fields`. */
export function openLog(options: LogOptions, fields: LogFields): Log {
  const write =
    (level: LogLevel) =>
    (message: string, more: LogFields = {}): void =>
      options.write(level, lineOf(options, level, message, { ...fields, ...more }));
  return {
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    with: (more) => openLog(options, { ...fields, ...more }),
  };
}

function lineOf({ clock, format }: LogOptions, level: LogLevel, message: string, fields: LogFields): string {
  const time = new Date(clock.now()).toISOString();
  if (format === 'json') return JSON.stringify({ time, level, message, ...fields }, errorsAsText);
  const rest = Object.entries(fields).map(([name, value]) => `${name}=${readable(value)}`);
  return [time, level.toUpperCase().padEnd(5), message, ...rest].join(' ');
}

const errorsAsText = (_: string, value: unknown): unknown =>
  value instanceof Error ? (value.stack ?? String(value)) : value;

/** Line breaks would let a hostile value write lines of its own. */
function readable(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value, errorsAsText);
  return /^[\w.:/@-]+$/.test(text) ? text : JSON.stringify(text);
}
