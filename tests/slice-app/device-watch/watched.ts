import type { HttpRequest, HttpResponseInit, InvocationContext } from '@azure/functions';
import { clock } from '../../../shared/time/clock.ts';
import { container } from '../shared/clients.ts';
import { inSpan, SpanKind } from '../shared/telemetry.ts';

interface Message {
  readonly device: { readonly id: string; readonly tenantId: string; readonly traceparent?: string };
}

/** Keeps what each message tells; the same message twice is the same document. */
export async function hearOfDevices(messages: unknown, context: InvocationContext): Promise<void> {
  for (const { device } of messages as Message[])
    await inSpan('hear of device', SpanKind.CONSUMER, device.traceparent, async (traceparent) => {
      const { id, tenantId } = device;
      const watched = { id, tenantId, aggregate: `watched:${id}`, heardAt: clock.now() };
      await container('device-watch').items.upsert(watched);
      context.log(`heard of ${id} tenant=${tenantId} correlation=${traceparent}`);
    });
}

export async function tellWatched(request: HttpRequest): Promise<HttpResponseInit> {
  const { id = '' } = request.params;
  const { resource } = await container('device-watch')
    .item(id, ['contoso', `watched:${id}`])
    .read();
  return resource ? { jsonBody: resource } : { status: 404 };
}

export function tellStatus(): HttpResponseInit {
  return { jsonBody: { service: 'device-watch', now: clock.now(), pid: process.pid } };
}
