import assert from 'node:assert/strict';
import type { Check } from '../check.ts';
import { type CosmosEnvironment, type Fixture, fixtureOf } from './fixture.ts';

/** Checks of one group by what they show; any account has to pass them. */
export function checks(
  group: string,
  runs: Readonly<Record<string, (fixture: Fixture) => Promise<void>>>,
): Check<CosmosEnvironment>[] {
  return Object.entries(runs).map(([name, run]) => ({
    group,
    name,
    async run(environment) {
      await run(await fixtureOf(environment));
    },
  }));
}

/** Checks that start a stand-in of their own, to turn its switches. */
export function standInChecks(
  group: string,
  runs: Readonly<Record<string, () => Promise<void>>>,
): Check<CosmosEnvironment>[] {
  return Object.entries(runs).map(([name, run]) => ({ group, name, needs: 'stand-in', run }));
}

/** The promise is refused with this HTTP status; returns the error. */
export async function refused(status: number, promise: Promise<unknown>): Promise<Refusal> {
  const error = await promise.then(
    () => assert.fail(`Expected a refusal with ${status}, but it was accepted.`),
    (reason: Refusal) => reason,
  );
  if (Number(error.code) !== status)
    assert.fail(`Expected a refusal with ${status}, got ${error.code}: ${error.message}`);
  return error;
}

export interface Refusal extends Error {
  readonly code?: number | string;
  readonly retryAfterInMs?: number;
}

/** Whether a read found nothing: the SDK answers such a read instead of refusing it. */
export async function isMissing(read: Promise<{ statusCode: number; resource?: unknown }>): Promise<boolean> {
  const { statusCode, resource } = await read;
  return statusCode === 404 && resource === undefined;
}
