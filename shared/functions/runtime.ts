import { approvalList } from '../approvals/approval.store.ts';
import type { Bus } from '../bus/bus.ts';
import { openBus } from '../bus/open-bus.ts';
import { openState } from '../state/open-state.ts';
import type { State } from '../state/state.ts';
import { type Clock, clock } from '../time/clock.ts';
import { identityIssuers } from './access/issuers.ts';
import { openTokenVerifier, type TokenVerifier } from './access/tokens.ts';
import { openRateLimiter, type RateLimiter } from './http/rate-limit.ts';
import { refuse } from './problems.ts';
import type { ServiceDefinition } from './service.ts';
import { CORE_SETTINGS, cosmos, cosmosDatabase, requestsPerMinute, serviceBus } from './settings/core.ts';
import { type Environment, readSettings, type Settings } from './settings/settings.ts';
import { startTelemetry, stopTelemetry } from './telemetry/telemetry.ts';

/** What the invocations of one service share: clients, keys and counters, made at the first invocation. */
export interface Runtime {
  readonly service: ServiceDefinition;
  readonly settings: Settings;
  readonly state: State;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly verifyToken: TokenVerifier;
  readonly limiter: RateLimiter;
}

/** Gives the runtime, or refuses with `settings-missing` and everything that is wrong. */
export type RuntimeSource = () => Promise<Runtime>;

/** A runtime that is opened when it is first asked for; while settings are wrong every invocation checks them again. */
export function lazyRuntime(service: ServiceDefinition, environment: Environment = process.env) {
  let runtime: Promise<Runtime> | undefined;
  const source: RuntimeSource = () => {
    runtime ??= openRuntime(service, environment).catch((error: unknown) => {
      runtime = undefined;
      throw error;
    });
    return runtime;
  };
  const close = async (): Promise<void> => {
    const opened = await runtime;
    await Promise.all([opened?.state.close(), opened?.bus.close()]);
    await stopTelemetry();
  };
  return { source, close };
}

async function openRuntime(service: ServiceDefinition, environment: Environment): Promise<Runtime> {
  const read = readSettings([...CORE_SETTINGS, ...service.settings], environment);
  if ('problems' in read)
    throw refuse('settings-missing', 'Settings are missing or wrong.', {
      detail: { settings: read.problems.map((problem) => ({ ...problem })) },
    });
  const { settings } = read;
  await startTelemetry(environment);
  const state: State = openState({
    service: service.name,
    connection: () => settings.get(cosmos),
    database: settings.get(cosmosDatabase),
    clock,
    lists: [...service.lists, approvalList],
    eventDays: async (tenantId) => (await service.tenant(state, tenantId))?.eventRetentionDays,
  });
  return {
    service,
    settings,
    clock,
    state,
    bus: openBus({ service: service.name, connection: () => settings.get(serviceBus), clock }),
    verifyToken: openTokenVerifier(settings.get(identityIssuers)),
    limiter: openRateLimiter(settings.get(requestsPerMinute), clock),
  };
}
