import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { compile, SqlError } from './index.ts';
import { limits } from './limits.ts';

const valid = [
  'SELECT * FROM c WHERE c.n >= @a AND c.pk = @pk ORDER BY c.n DESC OFFSET 2 LIMIT 3',
  'SELECT DISTINCT TOP 5 c.a AS x, c["b c"], { "k": [1, 2.5e3, 0xFF] } FROM c JOIN t IN c.tags WHERE NOT (t LIKE "a!%" ESCAPE "!")',
  "SELECT c.g, COUNT(1) AS n, SUM(c.n * 2 - -1) FROM c WHERE c.id IN ('a', 'b') AND c.n NOT BETWEEN 1 AND 2 GROUP BY c.g",
  'SELECT VALUE EXISTS(SELECT VALUE t FROM t IN c.tags WHERE t != null) ? ARRAY(SELECT VALUE 1) : (c.a ?? undefined) FROM root c -- end',
  'SELECT VALUE DateTimeAdd("mm", 1, c.at) FROM (SELECT VALUE s FROM s IN c.list) AS c WHERE RegexMatch(c.at, "^[a-z]+$", "i")',
];

const words = valid.flatMap((query) => query.match(/\w+|\S/g) ?? []);
const parameters = [
  { name: '@a', value: 1 },
  { name: '@pk', value: 'p' },
];

/** Compiles and runs; whatever the text, only a SqlError may come out. */
function survives(sql: string): void {
  try {
    compile(sql, parameters).run([{ id: 'x', n: 1, tags: ['a'], list: [{ at: 'b' }] }]);
  } catch (error) {
    expect(error).toBeInstanceOf(SqlError);
  }
}

describe('any text is a query or a SqlError', () => {
  test('the queries that are mutated here are valid', () => {
    for (const sql of valid) expect(() => compile(sql, parameters).run([])).not.toThrow();
  });

  test('random characters', () => {
    const text = fc.array(fc.nat(0xffff), { maxLength: 200 }).map((units) => String.fromCharCode(...units));
    fc.assert(fc.property(text, survives));
  });

  test('random words of the language', () => {
    const sentence = fc.array(fc.constantFrom(...words), { maxLength: 60 }).map((some) => `SELECT ${some.join(' ')}`);
    fc.assert(fc.property(sentence, survives), { numRuns: 1_000 });
  });

  test('valid queries with characters and words taken out, put in, exchanged and repeated', () => {
    const mutation = fc.record({
      at: fc.nat(200),
      remove: fc.nat(8),
      insert: fc.oneof(fc.string({ maxLength: 4 }), fc.constantFrom(...words)),
    });
    const mutated = fc
      .tuple(fc.constantFrom(...valid), fc.array(mutation, { minLength: 1, maxLength: 6 }))
      .map(([sql, mutations]) =>
        mutations.reduce((text, { at, remove, insert }) => text.slice(0, at) + insert + text.slice(at + remove), sql),
      );
    fc.assert(fc.property(mutated, survives), { numRuns: 2_000 });
  });
});

describe('a query keeps its bounds', () => {
  afterEach(() => vi.restoreAllMocks());

  const code = (sql: string) => {
    try {
      compile(sql);
      return 'accepted';
    } catch (error) {
      return error instanceof SqlError ? error.code : error;
    }
  };

  test.each([
    ['brackets', '('.repeat(50_000)],
    ['arrays', '['.repeat(50_000)],
    ['objects', '{"a":'.repeat(20_000)],
    ['signs', '- '.repeat(50_000)],
    ['negations', 'NOT '.repeat(50_000)],
    ['conditionals', '1 ? 1 : '.repeat(20_000)],
    ['subqueries', '(SELECT VALUE '.repeat(10_000)],
    ['calls', 'ABS('.repeat(50_000)],
  ])('deep %s are refused, not followed', (_, open) => {
    expect(code(`SELECT VALUE ${open}1`)).toBe('SC3001');
  });

  test('long chains of one level are no nesting', () => {
    const paths = `c${'.a'.repeat(20_000)}`;
    const sums = Array.from({ length: 20_000 }, () => '1').join(' + ');
    expect(compile(`SELECT VALUE [${sums}, ${paths}] FROM c`).run([{}])).toEqual([[20_000]]);
  });

  test('the text, the list of IN, the operands of AND and the JOINs are bounded', () => {
    const repeated = (text: string, times: number, separator: string) =>
      Array.from({ length: times }, () => text).join(separator);
    expect(code(`SELECT 1 --${'x'.repeat(limits.textLength)}`)).toBe('SC3001');
    expect(code(`SELECT VALUE 1 IN (${repeated('1', limits.inListItems + 1, ',')})`)).toBe('SC3001');
    expect(code(`SELECT VALUE ${repeated('1', limits.logicalOperands + 1, ' AND ')}`)).toBe('SC3001');
    expect(code(`SELECT VALUE 1 FROM c ${Array.from({ length: 11 }, (_, n) => `JOIN a${n} IN c.a`).join(' ')}`)).toBe(
      'SC3001',
    );
  });

  test('parameters are bounded in number and depth', () => {
    const many = Array.from({ length: limits.parameters + 1 }, (_, n) => ({ name: `@${n}`, value: n }));
    expect(() => compile('SELECT 1', many)).toThrow(SqlError);
    const deep = JSON.parse(`${'['.repeat(1_000)}${']'.repeat(1_000)}`);
    expect(() => compile('SELECT 1', [{ name: '@deep', value: deep }])).toThrow(SqlError);
  });

  test('a product of JOINs that would not end is stopped', () => {
    const document = { a: Array.from({ length: 1_000 }, (_, n) => n) };
    const query = compile('SELECT VALUE COUNT(1) FROM c JOIN x IN c.a JOIN y IN c.a JOIN z IN c.a');
    expect(() => query.run([document])).toThrow(
      expect.objectContaining({ code: 'SC3002', message: expect.stringContaining('2000000 rows') }),
    );
  });

  test('a query that runs for too long is stopped', () => {
    const seconds = vi.spyOn(performance, 'now');
    for (let second = 0; second < 100; second++) seconds.mockReturnValueOnce(second * 1_000);
    const documents = Array.from({ length: 100 }, (_, n) => ({ n }));
    expect(() => compile('SELECT * FROM c').run(documents)).toThrow(
      expect.objectContaining({ code: 'SC3002', message: expect.stringContaining('30000 ms') }),
    );
  });

  test('a long text is not compared with a long pattern', () => {
    const [text, pattern] = ['a'.repeat(200_000), `%${'a'.repeat(10_000)}b`];
    const parameters = [
      { name: '@text', value: text },
      { name: '@pattern', value: pattern },
    ];
    expect(() => compile('SELECT VALUE @text LIKE @pattern', parameters).run([])).toThrow(
      expect.objectContaining({ code: 'SC3002' }),
    );
  });
});

describe('a mistake is told with its place and with what was expected', () => {
  test.each([
    ['SELEC * FROM c', 'SC1001', 1, 1, "near 'SELEC', expected SELECT"],
    ['SELECT *\nFROM c\nWHERE c.a = ', 'SC1001', 3, 13, 'near end of query, expected an expression'],
    ['SELECT c.a FROM c WHERE c.a IN (1, 2', 'SC1001', 1, 37, 'expected )'],
    ['SELECT #', 'SC1010', 1, 8, "invalid token near '#'"],
    ['SELECT "open', 'SC1010', 1, 8, 'invalid token'],
    ["SELECT '\\d'", 'SC1010', 1, 8, 'invalid token'],
    ['SELECT 12abc', 'SC1010', 1, 8, 'invalid token'],
    ['SELECT * FROM c WHERE d.a = 1', 'SC2001', 1, 23, "Identifier 'd' could not be resolved"],
    ['SELECT * FROM c WHERE c.a = @b', 'SC2001', 1, 29, "Identifier '@b' could not be resolved"],
    ['SELECT NOSUCH(1)', 'SC2005', 1, 8, "'NOSUCH' is not a recognized built-in function name"],
    ['SELECT udf.f(1)', 'SC2005', 1, 8, 'User-defined functions are not available'],
    ['SELECT VALUE 1 FROM c JOIN c IN c.a', 'SC2010', 1, 28, "alias 'c' is specified more than once"],
    ['SELECT ABS(1, 2)', 'SC2050', 1, 8, 'takes 1 operands, not 2'],
    ['SELECT TOP 1.5 * FROM c', 'SC2060', 1, 12, 'whole number'],
    ['SELECT * FROM c WHERE COUNT(1) > 1', 'SC2100', 1, 23, "'COUNT' may not stand in WHERE"],
    ['SELECT SUM(COUNT(1)) FROM c', 'SC2100', 1, 12, "'COUNT' may not stand within another one"],
    ['SELECT *', 'SC2102', 1, 8, 'not valid if FROM clause is omitted'],
    ['SELECT * FROM c JOIN a IN c.a', 'SC2102', 1, 8, 'single input set'],
    ['SELECT c.a, COUNT(1) FROM c GROUP BY c.b', 'SC2103', 1, 8, "Property reference 'c' is invalid"],
    ['SELECT c.a FROM c GROUP BY c.a ORDER BY c.a', 'SC2104', 1, 41, 'GROUP BY'],
    ['SELECT * FROM c ORDER BY c.a + 1', 'SC2206', 1, 26, 'could not be mapped to a document path'],
  ])('%s', (sql, code, line, column, text) => {
    expect(() => compile(sql)).toThrow(
      expect.objectContaining({ code, line, column, message: expect.stringContaining(text) }),
    );
  });
});
