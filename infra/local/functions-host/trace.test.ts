import fc from 'fast-check';
import { expect, test } from 'vitest';
import { randomId } from './identifiers.ts';
import { traceContext } from './trace.ts';

const TRACE_PARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}$/;
const hex = (length: number) =>
  fc
    .array(fc.constantFrom(...'0123456789abcdef'), { minLength: length, maxLength: length })
    .map((digits) => digits.join(''));

test('an invocation is a new span in the trace of its caller', () => {
  fc.assert(
    fc.property(hex(32), hex(16), (trace, span) => {
      const [, found, own] =
        TRACE_PARENT.exec(traceContext(randomId, { traceParent: `00-${trace}-${span}-01` }).traceParent) ?? [];
      expect(found).toBe(trace);
      expect(own).not.toBe(span);
    }),
  );
});

test('whatever a caller sends, the trace of an invocation can be read', () => {
  fc.assert(
    fc.property(fc.string(), (traceParent) => {
      expect(traceContext(randomId, { traceParent }).traceParent).toMatch(TRACE_PARENT);
    }),
  );
});
