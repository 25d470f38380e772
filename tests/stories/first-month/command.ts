import { only, readOptions, wholeNumber } from '../../terminal/command.ts';
import { type Terminal, table, terminal } from '../../terminal/terminal.ts';
import { EXPECTATIONS } from './expectations.ts';
import type { Outcome } from './outcome.ts';
import { playMonth } from './play-month.ts';

const USAGE = `npm run story -- [options]
  --devices N    size of the fleet (default 1000)
  --seed S       another fleet, another month (default 1)
  --script NAME  first-month, the only one
  --json         one line of JSON at the end of standard output, everything else on standard error`;

/** Plays a month with everything in this process, tells it, and checks what came of it. */
export async function story(): Promise<void> {
  const options = readOptions(USAGE, {
    devices: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    script: { type: 'string', default: 'first-month' },
    json: { type: 'boolean', default: false },
  });
  const devices = wholeNumber('devices', options.devices, 100_000);
  const seed = wholeNumber('seed', options.seed, 2 ** 31 - 1);
  only(options.script, [{ name: 'first-month' }], 'script');
  const screen = terminal(options.json);

  const { outcome, evidence, wallSeconds, events } = await playMonth({ devices, seed }, screen);
  const checked = EXPECTATIONS.map(({ name, misses }) => ({ name, misses: misses({ outcome, evidence }) }));
  const failed = checked.filter(({ misses }) => misses.length > 0);
  sayOutcome(screen, outcome);
  for (const { name, misses } of checked) screen.say(`  ${misses.length === 0 ? 'yes' : 'NO '}  ${name}${why(misses)}`);
  screen.say(`${checked.length - failed.length} of ${checked.length} expectations hold; ${wallSeconds.toFixed(1)} s`);
  screen.result({
    ...outcome,
    wallSeconds: Math.round(wallSeconds * 10) / 10,
    eventsPerSecond: Math.round(events / wallSeconds),
    expectations: { passed: checked.length - failed.length, failed: failed.map(({ name }) => name) },
  });
  if (failed.length > 0) process.exitCode = 1;
}

function sayOutcome({ say }: Terminal, outcome: Outcome): void {
  say(`\n${table(Object.entries(outcome).map(([name, value]) => [name, told(value)]))}\n`);
}

/** A number, or numbers with their names. */
function told(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  const parts = Object.entries(value).map(([name, each]) => {
    const inner = typeof each === 'object' ? `(${told(each)})` : String(each);
    return `${name} ${inner}`;
  });
  return parts.join(', ') || 'none';
}

/** The first misses. */
function why(misses: readonly string[]): string {
  if (misses.length === 0) return '';
  const more = misses.length > 3 ? ` and ${misses.length - 3} more` : '';
  return `: ${misses.slice(0, 3).join('; ')}${more}`;
}
