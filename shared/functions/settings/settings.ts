import type * as z from 'zod';

/** Variables by name, as `process.env` holds them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** One setting: what it is for, and how it is read. Declared where it is used, listed in the service's definition. */
export interface Setting<T> {
  readonly name: string;
  /** A sentence for the person who has to set it. */
  readonly about: string;
  /** Returns the value, or a message that says what is wrong without repeating a value. */
  read(environment: Environment): { readonly value: T } | { readonly problem: string };
}

export interface SettingProblem {
  readonly name: string;
  readonly problem: string;
  readonly about: string;
}

/** The checked values. */
export interface Settings {
  /** Throws when the setting is not in the service's list. */
  get<T>(setting: Setting<T>): T;
}

/** Declares a setting held by one variable. An optional schema makes it optional; the schema sees the text. */
export function setting<T>(name: string, about: string, schema: z.ZodType<T, string | undefined>): Setting<T> {
  return {
    name,
    about,
    read(environment) {
      const result = schema.safeParse(environment[name] || undefined);
      if (result.success) return { value: result.data };
      if (!environment[name]) return { problem: 'is missing' };
      return {
        problem: result.error.issues.map(({ message }) => message).join('; '),
      };
    },
  };
}

/** Reads all settings, or says everything that is wrong at once. */
export function readSettings(
  declared: readonly Setting<unknown>[],
  environment: Environment,
): { readonly settings: Settings } | { readonly problems: readonly SettingProblem[] } {
  const values = new Map<Setting<unknown>, unknown>();
  const problems: SettingProblem[] = [];
  for (const declaration of new Set(declared)) {
    const read = declaration.read(environment);
    if ('value' in read) values.set(declaration, read.value);
    else
      problems.push({
        name: declaration.name,
        problem: read.problem,
        about: declaration.about,
      });
  }
  return problems.length > 0 ? { problems } : { settings: settingsOf(values) };
}

function settingsOf(values: ReadonlyMap<Setting<unknown>, unknown>): Settings {
  return {
    get<T>(declaration: Setting<T>): T {
      if (!values.has(declaration)) throw new Error(`The setting ${declaration.name} is not declared by the service.`);
      return values.get(declaration) as T;
    },
  };
}
