import assert from 'node:assert/strict';
import type { FeedOptions, JSONValue } from '@azure/cosmos';
import { checks, refused } from './checks.ts';
import { type Fixture, measurements } from './fixture.ts';

type Run = (fixture: Fixture) => Promise<void>;

/** The query yields just these results, in this order. */
function yields(
  query: string,
  expected: readonly unknown[],
  parameters: Readonly<Record<string, JSONValue>> = {},
  options: FeedOptions = {},
): Run {
  return async (fixture) => {
    assert.deepEqual(await resultsOf(fixture, query, parameters, options), expected);
  };
}

/** The query yields just these results, in any order. */
function yieldsSet(
  query: string,
  expected: readonly unknown[],
  parameters: Readonly<Record<string, JSONValue>> = {},
): Run {
  return async (fixture) => {
    const results = await resultsOf(fixture, query, parameters, {});
    assert.deepEqual(
      results.map((result) => JSON.stringify(result)).sort(),
      expected.map((result) => JSON.stringify(result)).sort(),
    );
  };
}

async function resultsOf(
  { measurements: container }: Fixture,
  query: string,
  values: Readonly<Record<string, JSONValue>>,
  options: FeedOptions,
): Promise<unknown[]> {
  const parameters = Object.entries(values).map(([name, value]) => ({ name: `@${name}`, value }));
  return (await container.items.query({ query, parameters }, options).fetchAll()).resources;
}

function isRefused(query: string): Run {
  return async ({ measurements: container }) => {
    await refused(400, container.items.query(query).fetchAll());
  };
}

/** The value of an expression for the document whose `n` is 7: `g` 3, tag `t2`, `nested.v` 14. */
function evaluates(expression: string, ...expected: readonly unknown[]): Run {
  return yields(`SELECT VALUE ${expression} FROM c WHERE c.id = 'x7'`, expected);
}

const ids = (numbers: readonly number[]) => numbers.map((n) => `x${n}`);
const onePartition: FeedOptions = { partitionKey: 'k0' };

export const filterChecks = checks('Queries: filters', {
  'a query of one partition sees its items alone': yields(
    'SELECT VALUE c.n FROM c WHERE c.n >= @least',
    [15, 18, 21, 24, 27],
    { least: 15 },
    onePartition,
  ),
  'a query without a partition sees all items': yieldsSet(
    'SELECT VALUE c.id FROM c WHERE c.g = 1',
    ids([1, 5, 9, 13, 17, 21, 25, 29]),
  ),
  'parameters hold strings, numbers, booleans, null, arrays and objects': yields(
    'SELECT VALUE [@text, @number, @yes, @nothing, @list, @object] FROM c WHERE c.id = @id',
    [['a', 1.5, true, null, [1, 2], { a: 1 }]],
    { text: 'a', number: 1.5, yes: true, nothing: null, list: [1, 2], object: { a: 1 }, id: 'x0' },
  ),
  'AND, OR and NOT bind in this order': yieldsSet(
    'SELECT VALUE c.n FROM c WHERE c.n = 1 OR c.n = 2 AND NOT c.g = 2',
    [1],
  ),
  'IN takes a list': yieldsSet('SELECT VALUE c.id FROM c WHERE c.id IN ("x1", "x2", @id)', ids([1, 2, 3]), {
    id: 'x3',
  }),
  'NOT IN takes all others': yieldsSet('SELECT VALUE c.n FROM c WHERE c.n NOT IN (0, 1) AND c.n < 4', [2, 3]),
  'BETWEEN takes both ends': yieldsSet('SELECT VALUE c.n FROM c WHERE c.n BETWEEN 3 AND 5', [3, 4, 5]),
  'dates compare as text': yieldsSet('SELECT VALUE c.n FROM c WHERE c.at BETWEEN @from AND @to', [0, 1, 2], {
    from: measurements[0]?.at ?? '',
    to: measurements[2]?.at ?? '',
  }),
  'LIKE knows %, _ and sets': yieldsSet(
    'SELECT VALUE c.id FROM c WHERE c.id LIKE "x1%" AND c.id LIKE "x_" OR c.id LIKE "x2[0-2]"',
    ids([1, 20, 21, 22]),
  ),
  'LIKE takes an escape character': evaluates('["10%" LIKE "10!%" ESCAPE "!", "100" LIKE "10!%" ESCAPE "!"]', [
    true,
    false,
  ]),
  'ARRAY_CONTAINS looks into a property': yieldsSet(
    'SELECT VALUE c.n FROM c WHERE ARRAY_CONTAINS(c.tags, @tag) AND c.n < 12',
    [1, 6, 11],
    { tag: 't1' },
  ),
  'ARRAY_CONTAINS looks into a parameter': yieldsSet(
    'SELECT VALUE c.id FROM c WHERE ARRAY_CONTAINS(@ids, c.id)',
    ids([1, 3]),
    { ids: ids([1, 3]) },
  ),
  'IS_DEFINED tells a missing property': yields(
    'SELECT VALUE COUNT(1) FROM c WHERE NOT IS_DEFINED(c.absent) AND IS_DEFINED(c.nested.v)',
    [30],
  ),
  'a comparison with a missing property is neither true nor false': yields(
    'SELECT VALUE COUNT(1) FROM c WHERE c.absent = 1 OR NOT (c.absent = 1)',
    [0],
  ),
  'a comparison of different types is not true': yields(
    'SELECT VALUE COUNT(1) FROM c WHERE c.n = "1" OR c.n < "5" OR c.n = null',
    [0],
  ),
  'names may be quoted': yieldsSet('SELECT VALUE c["n"] FROM c WHERE c["nested"]["v"] = 14 AND c.tags[0] = "t2"', [7]),
});

export const shapeChecks = checks('Queries: order, groups and shape', {
  'ORDER BY puts one partition into order': yields(
    'SELECT VALUE c.n FROM c ORDER BY c.n DESC',
    [27, 24, 21, 18, 15, 12, 9, 6, 3, 0],
    {},
    onePartition,
  ),
  'ORDER BY puts all partitions into one order': yields(
    'SELECT VALUE c.n FROM c ORDER BY c.n DESC',
    Array.from({ length: 30 }, (_, n) => 29 - n),
  ),
  'ORDER BY takes two paths with a composite index': yields(
    'SELECT VALUE c.n FROM c WHERE c.n < 10 ORDER BY c.g ASC, c.n DESC',
    [8, 4, 0, 9, 5, 1, 6, 2, 7, 3],
  ),
  'ORDER BY takes the composite index backwards': yields(
    'SELECT VALUE c.n FROM c WHERE c.n < 6 ORDER BY c.g DESC, c.n ASC',
    [3, 2, 1, 5, 0, 4],
  ),
  'ORDER BY on two paths without a composite index is refused': isRefused('SELECT * FROM c ORDER BY c.n, c.at'),
  'ORDER BY on two paths in another order than the index is refused': isRefused('SELECT * FROM c ORDER BY c.g, c.n'),
  'ORDER BY something computed is refused': isRefused('SELECT * FROM c ORDER BY c.n + 1'),
  'OFFSET and LIMIT cut one partition': yields(
    'SELECT VALUE c.n FROM c ORDER BY c.n OFFSET 2 LIMIT 3',
    [6, 9, 12],
    {},
    onePartition,
  ),
  'OFFSET and LIMIT cut all partitions together': yields(
    'SELECT VALUE c.n FROM c ORDER BY c.n OFFSET 2 LIMIT 3',
    [2, 3, 4],
  ),
  'OFFSET and LIMIT may be parameters': yields(
    'SELECT VALUE c.n FROM c ORDER BY c.n OFFSET @skip LIMIT @take',
    [28, 29],
    { skip: 28, take: 5 },
  ),
  'TOP takes the first': yields('SELECT TOP 3 VALUE c.n FROM c ORDER BY c.n', [0, 1, 2]),
  'COUNT, SUM, AVG, MIN and MAX run over one partition': yields(
    'SELECT COUNT(1) AS count, SUM(c.n) AS sum, AVG(c.n) AS avg, MIN(c.n) AS min, MAX(c.n) AS max FROM c',
    [{ count: 10, sum: 135, avg: 13.5, min: 0, max: 27 }],
    {},
    onePartition,
  ),
  'COUNT runs over all partitions': yields('SELECT VALUE COUNT(1) FROM c', [30]),
  'SUM runs over all partitions': yields('SELECT VALUE SUM(c.n) FROM c', [435]),
  'AVG runs over all partitions': yields('SELECT VALUE AVG(c.n) FROM c', [14.5]),
  'MIN and MAX run over all partitions': async (fixture) => {
    await yields('SELECT VALUE MIN(c.n) FROM c', [0])(fixture);
    await yields('SELECT VALUE MAX(c.at) FROM c', [measurements[29]?.at])(fixture);
  },
  'an aggregate of nothing is still a result': yields('SELECT VALUE COUNT(1) FROM c WHERE c.n > 100', [0]),
  'GROUP BY counts within one partition': async (fixture) => {
    const groups = await resultsOf(fixture, 'SELECT c.g, COUNT(1) AS count FROM c GROUP BY c.g', {}, onePartition);
    assert.deepEqual(
      new Map(groups.map((group) => Object.values(group as Record<string, number>) as [number, number])),
      new Map([
        [0, 3],
        [3, 3],
        [2, 2],
        [1, 2],
      ]),
    );
  },
  'GROUP BY sums over all partitions': yieldsSet('SELECT c.g, COUNT(1) AS count, SUM(c.n) AS sum FROM c GROUP BY c.g', [
    { g: 0, count: 8, sum: 112 },
    { g: 1, count: 8, sum: 120 },
    { g: 2, count: 7, sum: 98 },
    { g: 3, count: 7, sum: 105 },
  ]),
  'GROUP BY takes several paths': yieldsSet(
    'SELECT c.pk, c.g, MAX(c.n) AS max FROM c WHERE c.n < 6 GROUP BY c.pk, c.g',
    [
      { pk: 'k0', g: 0, max: 0 },
      { pk: 'k1', g: 1, max: 1 },
      { pk: 'k2', g: 2, max: 2 },
      { pk: 'k0', g: 3, max: 3 },
      { pk: 'k1', g: 0, max: 4 },
      { pk: 'k2', g: 1, max: 5 },
    ],
  ),
  'DISTINCT leaves out what was there before': yieldsSet('SELECT DISTINCT VALUE c.g FROM c', [0, 1, 2, 3]),
  'DISTINCT compares whole objects': yieldsSet('SELECT DISTINCT c.g, c.tags FROM c WHERE c.n = 0 OR c.n = 20', [
    { g: 0, tags: ['t0'] },
  ]),
  'DISTINCT keeps the order': yields('SELECT DISTINCT VALUE c.g FROM c ORDER BY c.g DESC', [3, 2, 1, 0]),
  'properties can be renamed and new objects made': yields(
    'SELECT c.n AS number, { v: c.nested.v, list: [c.g, c.absent] } AS made FROM c WHERE c.n = 7',
    [{ number: 7, made: { v: 14, list: [3] } }],
  ),
  'what is missing is left out of the result': yields('SELECT c.n, c.absent FROM c WHERE c.n = 7', [{ n: 7 }]),
  'results without a name are numbered': yields('SELECT c.n + 1, c.g * 2 FROM c WHERE c.n = 7', [{ $1: 8, $2: 6 }]),
  'JOIN unfolds an array': yieldsSet('SELECT c.n, t FROM c JOIN t IN c.tags WHERE t = "t2" AND c.n < 10', [
    { n: 2, t: 't2' },
    { n: 7, t: 't2' },
  ]),
  'FROM may walk through an array': yieldsSet(
    'SELECT VALUE t FROM t IN c.tags WHERE t = "t4"',
    Array.from({ length: 6 }, () => 't4'),
  ),
  'EXISTS asks a subquery': yieldsSet(
    'SELECT VALUE c.n FROM c WHERE EXISTS(SELECT VALUE t FROM t IN c.tags WHERE t = "t2") AND c.n < 10',
    [2, 7],
  ),
  'ARRAY collects a subquery': evaluates('ARRAY(SELECT VALUE UPPER(t) FROM t IN c.tags)', ['T2']),
  'a subquery counts within an item': yields('SELECT TOP 1 (SELECT VALUE COUNT(1) FROM t IN c.tags) AS count FROM c', [
    { count: 1 },
  ]),
  'a mistake in a query is refused with 400 and its place': async ({ measurements: container }) => {
    const { message } = await refused(400, container.items.query('SELECT * FROM c WHERE').fetchAll());
    assert.match(message, /syntax/i);
  },
  'an unknown function is refused': isRefused('SELECT VALUE NOSUCHFUNCTION(c.n) FROM c'),
  'an unknown name is refused': isRefused('SELECT * FROM c WHERE d.n = 1'),
});

export const functionChecks = checks('Queries: expressions and functions', {
  arithmetic: evaluates('[c.n + 1, c.n - 1, c.n * 2, c.n / 2, c.n % 4, -c.n]', [8, 6, 14, 3.5, 3, -7]),
  'bitwise operators': evaluates('[c.n & 3, c.n | 8, c.n ^ 1, ~c.n, c.n << 1, c.n >> 1]', [3, 15, 6, -8, 14, 3]),
  'text is joined with ||': evaluates('c.id || "-" || c.pk', 'x7-k1'),
  '?? stands in for what is missing, ? : chooses': evaluates('[c.absent ?? "none", c.n > 5 ? "high" : "low"]', [
    'none',
    'high',
  ]),
  'CONTAINS, STARTSWITH and ENDSWITH, with and without case': evaluates(
    '[CONTAINS("ABC", "b"), CONTAINS("ABC", "b", true), STARTSWITH(c.id, "X", true), ENDSWITH(c.id, "7"), STRINGEQUALS("a", "A", true)]',
    [false, true, true, true, true],
  ),
  'text functions': evaluates(
    '[LOWER("Ab"), UPPER("Ab"), LENGTH("abc"), TRIM(" a "), REVERSE("abc"), SUBSTRING("abcdef", 2, 3), LEFT("abc", 2), RIGHT("abc", 2), REPLACE("aba", "a", "c"), INDEX_OF("abc", "c"), CONCAT("a", "b", "c"), REPLICATE("ab", 2)]',
    ['ab', 'AB', 3, 'a', 'cba', 'cde', 'ab', 'bc', 'cbc', 2, 'abc', 'abab'],
  ),
  'text becomes values and back': evaluates(
    '[ToString(1.5), ToString([1]), StringToNumber("2"), StringToBoolean("true"), StringToArray("[1]"), StringToObject("{\\"a\\":1}")]',
    ['1.5', '[1]', 2, true, [1], { a: 1 }],
  ),
  'RegexMatch with modifiers': evaluates(
    '[RegexMatch(c.id, "^x[0-9]$"), RegexMatch("ABC", "b"), RegexMatch("ABC", "b", "i")]',
    [true, false, true],
  ),
  mathematics: evaluates(
    '[ABS(-1), CEILING(1.2), FLOOR(1.8), ROUND(2.5), TRUNC(-1.5), SQRT(9), POWER(2, 3), SIGN(-5), LOG10(100)]',
    [1, 2, 1, 3, -1, 3, 8, -1, 2],
  ),
  'array functions': evaluates(
    '[ARRAY_LENGTH(c.tags), ARRAY_CONCAT([1], [2, 3]), ARRAY_SLICE([1, 2, 3], 1), ARRAY_SLICE([1, 2, 3], -2, 1), SetIntersect([1, 2], [2, 3]), SetUnion([1], [1, 2]), ARRAY_CONTAINS([{a: 1, b: 2}], {a: 1}, true)]',
    [1, [1, 2, 3], [2, 3], [2], [2], [1, 2], true],
  ),
  'type checks': evaluates(
    '[IS_NULL(null), IS_NUMBER(c.n), IS_STRING(c.n), IS_ARRAY(c.tags), IS_OBJECT(c.nested), IS_BOOL(true), IS_PRIMITIVE(c.tags), IS_INTEGER(1.5)]',
    [true, true, false, true, true, true, false, false],
  ),
  'IIF chooses': evaluates('IIF(c.n = 7, "seven", "other")', 'seven'),
  'the current date is ISO 8601 with seven digits': async (fixture) => {
    const [now] = await resultsOf(fixture, 'SELECT TOP 1 VALUE GetCurrentDateTime() FROM c', {}, {});
    assert.match(String(now), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z$/);
  },
  'dates are added, taken apart and compared': evaluates(
    '[DateTimeAdd("mm", 1, "2024-01-31T00:00:00.0000000Z"), DateTimeDiff("day", "2024-02-28T23:00:00.0000000Z", "2024-03-01T01:00:00.0000000Z"), DateTimePart("year", "2024-02-28T23:00:00.0000000Z")]',
    ['2024-02-29T00:00:00.0000000Z', 2, 2024],
  ),
  'dates become timestamps and back': evaluates(
    '[DateTimeToTimestamp("2020-09-13T12:26:40.0000000Z"), TimestampToDateTime(1600000000000)]',
    [1_600_000_000_000, '2020-09-13T12:26:40.0000000Z'],
  ),
  'operands that do not fit make a result undefined': evaluates('[c.n + "1", LOWER(c.n), ABS("x"), c.tags.length]', []),
});
