import { context, type Link, type SpanContext, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { isRefusal } from '../../contracts/refusal.ts';

export interface SpanOptions {
  readonly kind: 'server' | 'consumer' | 'internal';
  /** W3C Trace Context of the caller: the span continues that trace. */
  readonly traceparent?: string | undefined;
  /** Trace contexts of messages handled together: the span names them without belonging to one. */
  readonly links?: readonly (string | undefined)[];
  readonly attributes?: Readonly<Record<string, string | number | undefined>>;
}

const KINDS = { server: SpanKind.SERVER, consumer: SpanKind.CONSUMER, internal: SpanKind.INTERNAL };

/** Runs `work` inside a span and hands it the trace context that its own calls and messages carry on. */
export async function inSpan<T>(
  name: string,
  { kind, traceparent, links = [], attributes = {} }: SpanOptions,
  work: (traceparent: string | undefined) => Promise<T>,
): Promise<T> {
  const parent = parseTraceparent(traceparent);
  const around = parent ? trace.setSpanContext(context.active(), parent) : context.active();
  const options = { kind: KINDS[kind], links: linksTo(links), attributes };
  return trace.getTracer('omd').startActiveSpan(name, options, around, async (span) => {
    try {
      return await work(formatTraceparent(span.spanContext()));
    } catch (error) {
      if (!isRefusal(error)) span.setStatus({ code: SpanStatusCode.ERROR });
      throw error;
    } finally {
      span.end();
    }
  });
}

/** A message that is handled in a batch. */
export interface MessageSpan {
  readonly name: string;
  readonly traceparent: string | undefined;
}

/** Runs `work` with one more span per message, each in the trace of its sender: a trace goes on from request to consumer. */
export async function inMessageSpans<T>(messages: readonly MessageSpan[], work: () => Promise<T>): Promise<T> {
  const tracer = trace.getTracer('omd');
  const spans = messages.flatMap(({ name, traceparent }) => {
    const sender = parseTraceparent(traceparent);
    if (!sender) return [];
    return [tracer.startSpan(name, { kind: SpanKind.CONSUMER }, trace.setSpanContext(context.active(), sender))];
  });
  try {
    return await work();
  } finally {
    for (const span of spans) span.end();
  }
}

/** The span context a `traceparent` names, or undefined when it is none. */
export function parseTraceparent(text: string | undefined): SpanContext | undefined {
  const match = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})$/.exec(text ?? '');
  const [, traceId, spanId, flags] = match ?? [];
  if (!traceId || !spanId || !flags) return undefined;
  return { traceId, spanId, traceFlags: Number.parseInt(flags, 16), isRemote: true };
}

function formatTraceparent({ traceId, spanId, traceFlags }: SpanContext): string | undefined {
  const text = `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`;
  return parseTraceparent(text) && text;
}

const linksTo = (traceparents: readonly (string | undefined)[]): Link[] =>
  traceparents.flatMap((text) => parseTraceparent(text) ?? []).map((spanContext) => ({ context: spanContext }));
