import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJson, parseJsonBytes } from './json.ts';

const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);

describe('JSON of a request', () => {
  it('is read as JSON is', () => {
    fc.assert(
      fc.property(
        fc.json({ maxDepth: 5 }).filter((text) => !text.includes('__proto__')),
        (text) => {
          expect(parseJsonBytes(Buffer.from(text))).toEqual(JSON.parse(text));
        },
      ),
    );
  });

  it('may be nested 32 levels deep', () => {
    expect(parseJson(nested(32))).toBeDefined();
    expect(() => parseJson(nested(33))).toThrow('32 levels');
  });

  it('does not count brackets inside strings', () => {
    const text = JSON.stringify({ note: `\\"${'['.repeat(100)}` });
    expect(parseJson(text)).toEqual(JSON.parse(text));
  });

  it('is refused with a code for any bytes that are none', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        try {
          parseJsonBytes(bytes);
        } catch (error) {
          expect(error).toMatchObject({ code: expect.stringMatching(/^json-/) });
        }
      }),
    );
  });
});
