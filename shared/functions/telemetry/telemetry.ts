import type { Environment } from '../settings/settings.ts';

type ApplicationInsights = typeof import('./application-insights.ts');

let loaded: ApplicationInsights | undefined;

/**
 * Sends spans and logs to Application Insights where a connection string is set. The code for it is a file of its own
 * beside the bundle, so that nobody else waits the third of a second it takes to load.
 */
export async function startTelemetry(environment: Environment): Promise<void> {
  const connectionString = environment['APPLICATIONINSIGHTS_CONNECTION_STRING'];
  if (!connectionString) return;
  // A variable, so that the bundler leaves the import as it is.
  const file = './telemetry.js';
  loaded = (await import(file)) as ApplicationInsights;
  const authentication = environment['APPLICATIONINSIGHTS_AUTHENTICATION_STRING'];
  loaded.startApplicationInsights({ connectionString, authentication });
}

/** Sends what is still held back. */
export async function stopTelemetry(): Promise<void> {
  await loaded?.flushApplicationInsights();
}
