import type { Check } from '../check.ts';
import { feeds, leases, rough } from './cosmos.checks.ts';
import type { FunctionsHostEnvironment } from './environment.ts';
import { requests, responses, routing } from './http.checks.ts';
import { loading, refusals, settings } from './loading.checks.ts';
import { hooks, operations } from './operations.checks.ts';
import { batches, messages, metadata, pumps, sessions } from './service-bus.checks.ts';
import { timers } from './timers.checks.ts';

export { type FunctionsHostEnvironment, openFunctionsHostEnvironment } from './environment.ts';

/** What Azure's own Functions host does, shown through sample apps of the Node v4 model. */
export const functionsHostChecks: readonly Check<FunctionsHostEnvironment>[] = [
  ...loading,
  ...settings,
  ...refusals,
  ...routing,
  ...requests,
  ...responses,
  ...timers,
  ...messages,
  ...metadata,
  ...batches,
  ...sessions,
  ...pumps,
  ...feeds,
  ...rough,
  ...leases,
  ...hooks,
  ...operations,
];
