import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { HostError, messageOf } from '../errors.ts';
import type { Environment } from './settings.ts';
import { parseTimespan } from './timespan.ts';

const timespan = (milliseconds: string) =>
  z
    .string()
    .default(milliseconds)
    .transform((text, context) => {
      const value = parseTimespan(text);
      if (value !== undefined) return value;
      context.addIssue({ code: 'custom', message: `"${text}" is not a timespan such as 00:05:00` });
      return z.NEVER;
    });

const count = (least: number) => z.coerce.number().int().min(least);
const flag = z.union([z.boolean(), z.stringbool()]);

/** Only what the local host honours is accepted: a switch that did nothing here would prove nothing about Azure. */
const ServiceBusOptions = z.strictObject({
  prefetchCount: count(0).default(0),
  autoCompleteMessages: flag.default(true),
  maxAutoLockRenewalDuration: timespan('00:05:00'),
  maxConcurrentCalls: count(1).default(16),
  maxConcurrentSessions: count(1).default(8),
  maxConcurrentCallsPerSession: count(1).default(1),
  maxMessageBatchSize: count(1).default(1000),
  sessionIdleTimeout: timespan('00:01:00'),
});

const HttpOptions = z.strictObject({
  routePrefix: z.string().default('api'),
});

const HostFile = z.object({
  version: z.literal('2.0'),
  extensions: z.object({ http: HttpOptions.prefault({}), serviceBus: ServiceBusOptions.prefault({}) }).prefault({}),
});

/** `host.json` as the host understands it; durations in milliseconds. */
export interface HostJson extends z.output<typeof HostFile> {
  /** Sections that mean something in Azure and nothing here. */
  readonly ignored: readonly string[];
}

const OVERRIDE = 'AzureFunctionsJobHost__';

/** Reads `host.json` and lays the settings `AzureFunctionsJobHost__section__name` over it. */
export function readHostJson(root: string, environment: Environment): HostJson {
  const file = join(root, 'host.json');
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new HostError('HostJsonInvalid', `${file} cannot be read: ${messageOf(error)}`, { cause: error });
  }
  const json = withOverrides(content, environment);
  const result = HostFile.safeParse(json);
  if (result.success) return { ...result.data, ignored: ignoredSections(json) };
  throw new HostError(
    'HostJsonInvalid',
    `${file} (with ${OVERRIDE}… settings) is not valid:\n${z.prettifyError(result.error)}`,
  );
}

function ignoredSections(json: unknown): string[] {
  if (!isObject(json)) return [];
  const { version: _version, logging: _logging, extensionBundle: _bundle, extensions, ...rest } = json;
  const others = isObject(extensions)
    ? Object.keys(extensions).filter((key) => !Object.hasOwn(HostFile.shape.extensions.unwrap().shape, key))
    : [];
  return [...Object.keys(rest), ...others.map((key) => `extensions.${key}`)];
}

function withOverrides(content: unknown, environment: Environment): unknown {
  return Object.entries(environment).reduce(
    (json, [name, value]) =>
      value !== undefined && name.toLowerCase().startsWith(OVERRIDE.toLowerCase())
        ? override(json, name.slice(OVERRIDE.length).split('__'), value)
        : json,
    content,
  );
}

/** Settings are found without regard to case, as .NET configuration does. */
function override(json: unknown, [name, ...rest]: readonly string[], value: string): unknown {
  if (name === undefined) return value;
  const parent = isObject(json) ? json : {};
  const key = Object.keys(parent).find((each) => each.toLowerCase() === name.toLowerCase()) ?? name;
  return { ...parent, [key]: override(parent[key], rest, value) };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
