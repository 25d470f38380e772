import { describe, expect, it } from 'vitest';
import type { WorkOptions } from '../../bus/bus.ts';
import type { Context } from '../context.ts';
import { tenantJob } from './tenant-job.ts';

const AT = Date.UTC(2026, 6, 6, 8, 5);
const TENANTS = [{ tenantId: 'contoso' }, { tenantId: 'fabrikam' }];

/** The context of a timer that fires some seconds after its minute has begun. */
function firing(seconds: number) {
  const sent: WorkOptions[] = [];
  const filters: unknown[] = [];
  const context = {
    clock: { now: () => AT + seconds * 1000 },
    state: {
      async rows(_: string, __: unknown, query: unknown) {
        filters.push(query);
        return TENANTS;
      },
    },
    bus: { enqueue: async (_: unknown, __: unknown, options: WorkOptions) => void sent.push(options) },
  } as unknown as Context;
  return { context, sent, filters };
}

describe('a job of every tenant', () => {
  it('is enqueued for the active ones, under an id that two leaders of a slot share', async () => {
    const job = tenantJob({ name: 'look', schedule: '0 */5 * * * *', run: async () => {} });
    const [early, late] = [firing(0), firing(59)];
    await job.timer.run(early.context);
    await job.timer.run(late.context);
    expect(early.filters).toEqual([{ filter: { state: 'active' } }]);
    expect(early.sent.map(({ tenantId }) => tenantId)).toEqual(['contoso', 'fabrikam']);
    expect(late.sent).toEqual(early.sent);
  });

  it('passes over those that are not due', async () => {
    const due = async (_: Context, tenantId: string, at: number) => tenantId === 'fabrikam' && at === AT;
    const { context, sent } = firing(3);
    await tenantJob({ name: 'look', schedule: '0 * * * * *', due, run: async () => {} }).timer.run(context);
    expect(sent.map(({ tenantId }) => tenantId)).toEqual(['fabrikam']);
  });

  it('is done in the name of its tenant', async () => {
    const done: unknown[] = [];
    const { handler } = tenantJob({
      name: 'look',
      schedule: '0 * * * * *',
      run: async ({ tenantId }, { at }) => void done.push([tenantId, at]),
    });
    const event = { tenantid: 'contoso', data: { at: AT } } as never;
    if (!('handle' in handler.handling)) throw new TypeError('It is work, no projection.');
    await handler.handling.handle(event, firing(0).context);
    expect(done).toEqual([['contoso', AT]]);
  });

  it.each([
    ['graph-permission-missing', true],
    ['graph-unavailable', false],
  ])('waits for its next slot when Microsoft answers %s: %s', async (code, waits) => {
    const said: unknown[] = [];
    const job = tenantJob({
      name: 'look',
      schedule: '0 * * * * *',
      run: async () => Promise.reject(Object.assign(new Error('Not granted.'), { code })),
    });
    if (!('handle' in job.handler.handling)) throw new TypeError('It is work, no projection.');
    const context = { log: { warn: (_: string, fields: unknown) => said.push(fields) } } as never;
    const handled = job.handler.handling.handle({ tenantid: 'contoso', data: { at: AT } } as never, context);
    if (!waits) return expect(handled).rejects.toMatchObject({ code });
    await handled;
    expect(said).toEqual([{ job: 'look', code, reason: 'Not granted.' }]);
  });
});
