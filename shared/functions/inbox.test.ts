import { InvocationContext } from '@azure/functions';
import { describe, expect, it } from 'vitest';
import type { Bus, Copy } from '../bus/bus.ts';
import { handlerTable, on } from '../bus/handlers.ts';
import { tenantEnrolled } from '../contracts/events/tenant-events.ts';
import { loanService } from '../example/loans.ts';
import type { Parked } from '../state/dead-letters.ts';
import type { State } from '../state/state.ts';
import type { Context } from './context.ts';
import { handleInbox } from './inbox.ts';
import { openTestRuntime } from './testing/test-runtime.ts';

const tenantId = '0a1b2c3d-4e5f-4a6b-8c7d-8e9f0a1b2c3d';
const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const event = (id: string, name: string) => ({
  specversion: '1.0',
  id,
  source: '/device-registration',
  type: 'omd.tenant.enrolled.v1',
  subject: `tenant:${tenantId}`,
  time: '2026-03-02T08:00:00.000Z',
  datacontenttype: 'application/json',
  tenantid: tenantId,
  sequence: 1,
  correlationid: `request-${id}`,
  traceparent,
  data: {
    tenantId,
    name,
    entraTenantId: tenantId,
    region: 'westeurope',
    timeZone: 'Europe/Berlin',
    dataResidency: 'EU',
    operators: [],
    state: 'active',
  },
});

/** Gives a batch to the inbox function as the host does, and tells what came of it. */
async function receive(bodies: readonly unknown[], metadata: Record<string, unknown>) {
  const contexts: Context[] = [];
  const copies: Copy[] = [];
  const parked: Parked[] = [];
  const lines: string[] = [];
  const handler = on(tenantEnrolled, {
    async handle({ data }, context: Context) {
      contexts.push(context);
      if (data.name === 'Broken') throw new Error('broken pipe');
    },
  });
  const runtime = openTestRuntime({
    service: loanService,
    verifyToken: () => Promise.reject(new Error('Messages carry no token.')),
    state: { park: async (letter: Parked) => void parked.push(letter) } as unknown as State,
    bus: { sendCopy: async (copy: Copy) => void copies.push(copy) } as unknown as Bus,
    clock: { now: () => Date.UTC(2026, 2, 2, 8) },
  });
  const host = new InvocationContext({
    functionName: 'inbox',
    triggerMetadata: metadata,
    logHandler: (_, ...args) => lines.push(args.join(' ')),
  });
  await handleInbox(runtime, handlerTable([handler]), bodies, host);
  return { contexts, copies, parked, lines };
}

describe('a batch of the inbox queue', () => {
  it('gives each handler the tenant, correlation and trace of its message', async () => {
    const { contexts } = await receive([event('e1', 'Contoso'), event('e2', 'Fabrikam')], {
      messageIdArray: ['e1', 'e2'],
    });
    expect(contexts.map(({ correlationId }) => correlationId).sort()).toEqual(['request-e1', 'request-e2']);
    for (const context of contexts)
      expect(context).toMatchObject({ tenantId, traceparent, actor: { kind: 'service', id: 'ticket-router' } });
  });

  it('sends on what failed, knowing how often it had failed before, and says so in the log', async () => {
    const { copies, lines } = await receive([event('e1', 'Broken')], {
      messageIdArray: ['e1:r2'],
      applicationPropertiesArray: [{ attempt: 2 }],
    });
    expect(copies).toMatchObject([{ event: { id: 'e1' }, attempt: 3 }]);
    expect(copies[0]?.messageId).not.toBe('e1:r2');
    expect(lines.join('\n')).toContain('broken pipe');
  });

  it('names copies of messages without a name after their events, so that none is taken for another', async () => {
    const { copies } = await receive([event('e1', 'Broken'), event('e2', 'Broken')], {});
    expect(copies.map(({ messageId }) => messageId).sort()).toEqual(['e1:r1', 'e2:r1']);
  });

  it('puts aside what is no event, and goes on with the rest', async () => {
    const { parked, contexts } = await receive(['nonsense', event('e1', 'Contoso')], { messageIdArray: ['m1', 'e1'] });
    expect(parked).toMatchObject([{ reason: 'malformed' }]);
    expect(contexts).toHaveLength(1);
  });
});
