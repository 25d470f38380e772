import { type ParseArgsConfig, parseArgs } from 'node:util';

/** The command cannot do what it was asked; its message is all that a person needs. */
export class CommandError extends Error {}

/**
 * Runs a command and ends the process, whatever the clients that it used have left open. What it throws is told on
 * standard error and makes the exit code 1.
 */
export async function runCommand(run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    const text = error instanceof CommandError ? error.message : error instanceof Error ? error.stack : String(error);
    process.stderr.write(`${text}\n`);
    process.exitCode = 1;
  }
  process.stdout.write('', () => process.exit());
}

/** The options behind `--`. Throws a CommandError that ends with the usage. */
export function readOptions<T extends NonNullable<ParseArgsConfig['options']>>(usage: string, options: T) {
  try {
    return parseArgs({ args: process.argv.slice(2), options, strict: true, allowPositionals: false }).values;
  } catch (error) {
    throw new CommandError(`${error instanceof Error ? error.message : error}\n\n${usage}`);
  }
}

/** A whole number from 0 to `most`. Throws a CommandError. */
export function wholeNumber(option: string, text: string, most: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value <= most) return value;
  throw new CommandError(`--${option} takes a whole number up to ${most}, not "${text}".`);
}

/** One of the names, or all of them when none was asked for. Throws a CommandError. */
export function only<T extends { readonly name: string }>(
  asked: string | undefined,
  all: readonly T[],
  option = 'only',
): readonly T[] {
  const found = all.filter(({ name }) => asked === undefined || name === asked);
  if (found.length > 0) return found;
  throw new CommandError(`--${option} takes one of ${all.map(({ name }) => name).join(', ')}, not "${asked}".`);
}
