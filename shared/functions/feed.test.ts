import { InvocationContext } from '@azure/functions';
import { describe, expect, it } from 'vitest';
import type { Bus } from '../bus/bus.ts';
import type { CloudEvent } from '../contracts/events/cloud-event.ts';
import { loanService } from '../example/loans.ts';
import type { FeedReport, Publish } from '../state/feed.ts';
import type { State } from '../state/state.ts';
import { handleFeed } from './feed.ts';
import { openTestRuntime } from './testing/test-runtime.ts';

const event = { id: 'e1', time: '1970-01-01T00:00:00Z' } as CloudEvent;
const host = (lines: string[]) =>
  new InvocationContext({ functionName: 'feed', logHandler: (_, ...args) => lines.push(args.join(' ')) });

function open(report: Omit<FeedReport, 'published'>, publish: Bus['publish'], now = 0) {
  return openTestRuntime({
    service: loanService,
    verifyToken: () => Promise.reject(new Error('The feed carries no token.')),
    state: {
      async feedPage(_: unknown, send: Publish) {
        await send([event]);
        return { ...report, published: 1 };
      },
    } as unknown as State,
    bus: { publish } as Bus,
    clock: { now: () => now },
  });
}

describe('a page of the change feed', () => {
  it('is published on the topic of its service, and says which list keeps an old row', async () => {
    const lines: string[] = [];
    const published: CloudEvent[] = [];
    const unreadable = [{ tenantId: 'contoso', aggregate: 'loan:d1', error: new Error('newer than this release') }];
    const runtime = open({ unreadable }, async (events) => {
      published.push(...events);
      return [];
    });
    await handleFeed(runtime, [{ kind: 'event', event }], host(lines));
    expect(published).toEqual([event]);
    expect(lines.join('\n')).toMatch(/loan:d1.*newer than this release/);
  });

  it.each([
    [15, false],
    [16, true],
  ])('that comes %i minutes after its events were decided is called late: %s', async (minutes, isLate) => {
    const lines: string[] = [];
    const runtime = open({ unreadable: [] }, async () => [], minutes * 60_000);
    await handleFeed(runtime, [{ kind: 'event', event }], host(lines));
    expect(lines.some((line) => line.includes('the change feed is late'))).toBe(isLate);
  });

  it('fails as a whole when the bus cannot be reached, so that it comes again', async () => {
    const runtime = open({ unreadable: [] }, () => Promise.reject(new Error('The bus is down.')));
    await expect(handleFeed(runtime, [{ kind: 'event', event }], host([]))).rejects.toThrow('The bus is down.');
  });
});
