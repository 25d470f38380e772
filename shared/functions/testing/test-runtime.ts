import type { Bus } from '../../bus/bus.ts';
import type { State } from '../../state/state.ts';
import type { Clock } from '../../time/clock.ts';
import type { TokenVerifier } from '../access/tokens.ts';
import { openRateLimiter } from '../http/rate-limit.ts';
import type { Runtime } from '../runtime.ts';
import type { ServiceDefinition } from '../service.ts';
import { logFormat, requestsPerMinute } from '../settings/core.ts';
import { readSettings } from '../settings/settings.ts';

export interface TestRuntimeOptions {
  readonly service: ServiceDefinition;
  readonly verifyToken: TokenVerifier;
  readonly state: State;
  readonly bus: Bus;
  readonly clock: Clock;
  /** Settings by name; what is not given has its default. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** A runtime over the given state and bus, without an environment. */
export function openTestRuntime({ environment = {}, ...given }: TestRuntimeOptions): Runtime {
  const read = readSettings([logFormat, requestsPerMinute, ...given.service.settings], environment);
  if ('problems' in read) throw new Error(JSON.stringify(read.problems));
  const { settings } = read;
  return { ...given, settings, limiter: openRateLimiter(settings.get(requestsPerMinute), given.clock) };
}
