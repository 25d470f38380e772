import { ManagedIdentityCredential } from '@azure/identity';
import { type AzureMonitorOpenTelemetryOptions, flushAzureMonitor, useAzureMonitor } from 'applicationinsights';

/** Where telemetry goes, as the app settings of Azure Functions write it. */
export interface ApplicationInsightsSettings {
  /** `APPLICATIONINSIGHTS_CONNECTION_STRING` */
  readonly connectionString: string;
  /** `APPLICATIONINSIGHTS_AUTHENTICATION_STRING`, such as `ClientId=…;Authorization=AAD`; absent: the connection string is enough. */
  readonly authentication?: string | undefined;
}

/**
 * Sends the spans and logs of `@opentelemetry/api` to Application Insights. Spans are opened by our own rooms, so every
 * instrumentation that patches other modules stays off. All is sampled: five spans a second, the default, breaks traces.
 */
export function startApplicationInsights({ connectionString, authentication }: ApplicationInsightsSettings): void {
  useAzureMonitor({
    azureMonitorExporterOptions: {
      connectionString,
      disableOfflineStorage: true,
      ...(authentication !== undefined && {
        credential: credentialOf(authentication),
      }),
      ...(isLoopback(connectionString) && { additionalPolicies: [plainHttp] }),
    },
    tracesPerSecond: 0,
    samplingRatio: 1,
    enableLiveMetrics: false,
    enableStandardMetrics: false,
    enablePerformanceCounters: false,
    instrumentationOptions: Object.fromEntries(INSTRUMENTATIONS.map((name) => [name, { enabled: false }])),
  });
}

/** Sends what is still held back; before the process ends. */
export function flushApplicationInsights(): Promise<void> {
  return flushAzureMonitor();
}

const INSTRUMENTATIONS = ['http', 'azureSdk', 'mongoDb', 'mySql', 'postgreSql', 'redis', 'redis4', 'bunyan', 'winston'];

function credentialOf(authentication: string): ManagedIdentityCredential {
  const clientId = /(?:^|;)ClientId=([^;]+)/i.exec(authentication)?.[1];
  return clientId === undefined ? new ManagedIdentityCredential() : new ManagedIdentityCredential({ clientId });
}

type ExporterOptions = NonNullable<AzureMonitorOpenTelemetryOptions['azureMonitorExporterOptions']>;
type Policy = NonNullable<ExporterOptions['additionalPolicies']>[number];

/** The exporter turns `http:` into `https:`; a collector on the loopback speaks plain HTTP. */
const plainHttp: Policy = {
  position: 'perRetry',
  policy: {
    name: 'plainHttpOnLoopback',
    sendRequest(request, next) {
      request.url = request.url.replace(/^https:/, 'http:');
      request.allowInsecureConnection = true;
      return next(request);
    },
  },
};

function isLoopback(connectionString: string): boolean {
  return /(?:^|;)IngestionEndpoint=http:\/\/127\.0\.0\.1[:/]/i.test(connectionString);
}
