import { expect, it, onTestFinished } from 'vitest';
import { openTelemetrySink, type TelemetryItem } from '../../infra/local/telemetry-sink/telemetry-sink.ts';
import { dataFolder, started, until } from './started.ts';

const TRACE = '0af7651916cd43dd8448eb211c80319c';

it('one trace leads from the request through the message to its consumer, in two processes', async () => {
  const sink = await openTelemetrySink();
  onTestFinished(() => sink.close());
  const platform = await started(await dataFolder(), [], {
    APPLICATIONINSIGHTS_CONNECTION_STRING: sink.connectionString,
  });

  await fetch(`${platform.gateway}/api/v1/device-desk/devices`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', traceparent: `00-${TRACE}-b7ad6b7169203331-01` },
    body: JSON.stringify({ id: 'traced' }),
  });
  await until(async () => {
    const { ok } = await fetch(`${platform.gateway}/api/v1/device-watch/devices/traced`);
    return ok || undefined;
  });
  await platform.end('SIGTERM'); // what a service has not sent yet it sends before it ends
  expect(servicesOf(sink.items)).toEqual(['device-desk', 'device-watch']);
});

/** The services whose requests and messages belong to the trace that the test began. */
function servicesOf(items: readonly TelemetryItem[]): (string | undefined)[] {
  const handled = items.filter(
    ({ tags, data }) => data.baseType === 'RequestData' && tags['ai.operation.id'] === TRACE,
  );
  return [...new Set(handled.map(({ tags }) => tags['ai.cloud.role']))].sort();
}
