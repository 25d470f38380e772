import { z } from 'zod';
import type { Binding } from '../app/worker.ts';
import { type Environment, resolveSettings } from '../configuration/settings.ts';
import { HostError } from '../errors.ts';

/** A trigger as the app declared it. */
export interface Declared {
  readonly functionName: string;
  readonly bindingName: string;
  readonly binding: Binding;
  readonly environment: Environment;
}

/** Checks the properties of a trigger and puts app settings in the place of `%NAME%`. */
export function readBinding<T extends z.ZodType>(schema: T, declared: Declared): z.output<T> {
  const { type: _type, name: _name, direction: _direction, properties, ...options } = declared.binding;
  if (isDeferred(properties))
    throw new HostError(
      'BindingUnsupported',
      `Function "${declared.functionName}": sdkBinding is not supported here. Take the message as it is, and the SDK in the handler.`,
    );
  const result = schema.safeParse(resolveAll(options, declared));
  if (result.success) return result.data;
  throw new HostError(
    'BindingInvalid',
    `Function "${declared.functionName}", ${declared.binding.type}: ${z.prettifyError(result.error)}`,
  );
}

/** Where a setting is used, for a refusal. */
export function place(declared: Declared, property: string): string {
  return `Function "${declared.functionName}": ${declared.binding.type}.${property}`;
}

function resolveAll(options: Record<string, unknown>, declared: Declared): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(options)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => [
        key,
        typeof value === 'string' ? resolveSettings(value, declared.environment, place(declared, key)) : value,
      ]),
  );
}

function isDeferred(properties: unknown): boolean {
  return (properties as { supportsDeferredBinding?: string } | undefined)?.supportsDeferredBinding === 'true';
}
