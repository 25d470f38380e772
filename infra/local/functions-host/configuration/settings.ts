import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { HostError, messageOf } from '../errors.ts';

/** App settings, as in the environment of the process. */
export type Environment = Record<string, string | undefined>;

const SettingsFile = z.object({
  IsEncrypted: z.literal(false).optional(),
  Values: z.record(z.string(), z.string()).default({}),
});

/** Adds what `local.settings.json` says. A variable that is set and not empty is never overridden, as in the host. */
export function addLocalSettings(root: string, environment: Environment): void {
  const file = join(root, 'local.settings.json');
  if (!existsSync(file)) return;
  for (const [name, value] of Object.entries(readSettings(file))) environment[name] ||= value;
}

function readSettings(file: string): Record<string, string> {
  try {
    return SettingsFile.parse(JSON.parse(readFileSync(file, 'utf8'))).Values;
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : messageOf(error);
    throw new HostError('SettingsFileInvalid', `${file} cannot be read: ${reason}`, { cause: error });
  }
}

/** Replaces each `%NAME%` by the app setting of that name; `where` names function and property in the refusal. */
export function resolveSettings(text: string, environment: Environment, where: string): string {
  return text.replaceAll(/%([^%]+)%/g, (_, name: string) => {
    const value = environment[name];
    if (value) return value;
    throw new HostError('SettingMissing', `${where} needs the app setting "${name}" (%${name}%), which is not set.`);
  });
}
