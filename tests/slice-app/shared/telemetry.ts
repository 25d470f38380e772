import { context, propagation, SpanKind, trace } from '@opentelemetry/api';

type Telemetry = typeof import('../../../shared/functions/telemetry/application-insights.ts');

const started: { telemetry?: Telemetry } = {};

/** Loads the second bundle where a connection string is set, and only there. */
export async function startTelemetry(): Promise<void> {
  const connectionString = process.env['APPLICATIONINSIGHTS_CONNECTION_STRING'];
  if (!connectionString) return;
  const file = './telemetry.js';
  started.telemetry = (await import(file)) as Telemetry;
  started.telemetry.startApplicationInsights({ connectionString });
}

export async function flushTelemetry(): Promise<void> {
  await started.telemetry?.flushApplicationInsights();
}

/** Runs `work` in a span below `traceparent`; gives it the `traceparent` to hand on. */
export function inSpan<T>(
  name: string,
  kind: SpanKind,
  traceparent: string | undefined,
  work: (traceparent: string | undefined) => Promise<T>,
): Promise<T> {
  const parent = propagation.extract(context.active(), { traceparent });
  return trace.getTracer('slice').startActiveSpan(name, { kind }, parent, async (span) => {
    try {
      const carrier: { traceparent?: string } = {};
      propagation.inject(context.active(), carrier);
      return await work(carrier.traceparent ?? traceparent);
    } finally {
      span.end();
    }
  });
}

export { SpanKind };
