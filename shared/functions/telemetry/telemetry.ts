import type { Environment } from '../settings/settings.ts';

const CONNECTION = 'APPLICATIONINSIGHTS_CONNECTION_STRING';

/**
 * Sends spans and logs to Application Insights where a connection string is set. The code for it is a file of its own
 * beside the bundle, so that nobody else waits the third of a second it takes to load.
 */
export async function startTelemetry(environment: Environment): Promise<void> {
  const connectionString = environment[CONNECTION];
  if (!connectionString) return;
  // A variable, so that the bundler leaves the import as it is.
  const file = './telemetry.js';
  const { startApplicationInsights } = (await import(file)) as typeof import('./application-insights.ts');
  startApplicationInsights({
    connectionString,
    authentication: environment['APPLICATIONINSIGHTS_AUTHENTICATION_STRING'],
  });
}
