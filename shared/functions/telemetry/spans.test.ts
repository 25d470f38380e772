import { trace } from '@opentelemetry/api';
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Refusal } from '../../contracts/refusal.ts';
import { inMessageSpans, inSpan, parseTraceparent } from './spans.ts';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const caller = `00-${TRACE}-b7ad6b7169203331-01`;

describe('a traceparent', () => {
  it('is read when it is one', () => {
    expect(parseTraceparent(caller)).toEqual({
      traceId: TRACE,
      spanId: 'b7ad6b7169203331',
      traceFlags: 1,
      isRemote: true,
    });
  });

  it.each([
    undefined,
    '',
    'x',
    `00-${'0'.repeat(32)}-b7ad6b7169203331-01`,
    `01-${TRACE}-b7ad6b7169203331-01`,
    `${caller}-x`,
  ])('is not read from %j', (text) => {
    expect(parseTraceparent(text)).toBeUndefined();
  });
});

describe('without telemetry', () => {
  it('the trace of the caller goes on unchanged', async () => {
    expect(await inSpan('work', { kind: 'server', traceparent: caller }, async (own) => own)).toBe(caller);
    expect(await inSpan('work', { kind: 'server' }, async (own) => own)).toBeUndefined();
  });
});

describe('a span', () => {
  const exporter = new InMemorySpanExporter();
  const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  beforeAll(() => trace.setGlobalTracerProvider(provider));
  beforeEach(() => exporter.reset());
  afterAll(() => trace.disable());

  it('belongs to the trace of its caller and hands on its own id', async () => {
    const own = await inSpan('POST /tenants', { kind: 'server', traceparent: caller }, async (inside) => inside);
    const [span] = exporter.getFinishedSpans();
    expect(span?.spanContext().traceId).toBe(TRACE);
    expect(own).toBe(`00-${TRACE}-${span?.spanContext().spanId}-01`);
  });

  it('names the messages that it handles together', async () => {
    await inSpan('inbox', { kind: 'consumer', links: [caller, undefined, 'no trace'] }, async () => undefined);
    expect(exporter.getFinishedSpans()[0]?.links.map(({ context }) => context.traceId)).toEqual([TRACE]);
  });

  it('goes on in the trace of each message of a batch', async () => {
    const messages = [
      { name: 'handle omd.tenant.enrolled.v1', traceparent: caller },
      { name: 'handle nothing', traceparent: undefined },
    ];
    await inMessageSpans(messages, async () => expect(exporter.getFinishedSpans()).toEqual([]));
    const spans = exporter.getFinishedSpans();
    expect(spans.map(({ name, parentSpanContext }) => [name, parentSpanContext?.spanId])).toEqual([
      ['handle omd.tenant.enrolled.v1', 'b7ad6b7169203331'],
    ]);
    expect(spans[0]?.spanContext().traceId).toBe(TRACE);
  });

  it('has failed by an error, and not by a refusal', async () => {
    const failing = (error: Error) =>
      inSpan('work', { kind: 'internal' }, async () => {
        throw error;
      });
    await expect(failing(new Error('broken'))).rejects.toThrow('broken');
    await expect(failing(new Refusal('stale', 'No.'))).rejects.toThrow('No.');
    expect(exporter.getFinishedSpans().map(({ status }) => status.code)).toEqual([2, 0]);
  });
});
