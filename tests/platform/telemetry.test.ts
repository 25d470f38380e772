import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openTelemetrySink, type TelemetryItem } from '../../infra/local/telemetry-sink/telemetry-sink.ts';
import { start, until } from './started.ts';

const TRACE = '0af7651916cd43dd8448eb211c80319c';

it('one trace leads from the request through the message to its consumer, in two processes', async () => {
  const data = await mkdtemp(join(tmpdir(), 'telemetry-'));
  const sink = await openTelemetrySink();
  onTestFinished(async () => {
    await sink.close();
    await rm(data, { recursive: true, force: true });
  });
  const platform = await start(
    { APPLICATIONINSIGHTS_CONNECTION_STRING: sink.connectionString },
    ...['--data', data, '--port', '0'],
  );
  if ('code' in platform) throw new Error(platform.said);
  onTestFinished(() => void platform.process.kill('SIGKILL'));

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
