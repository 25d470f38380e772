import { describe, expect, test } from 'vitest';
import type { Json } from '../json.ts';
import { compile, compileCondition } from './index.ts';

const families: Json[] = [
  { id: 'andersen', address: { city: 'Seattle' }, children: [{ name: 'A', grade: 5, pets: ['x', 'y'] }], n: 1 },
  {
    id: 'wakefield',
    address: { city: 'NY' },
    children: [
      { name: 'B', grade: 1 },
      { name: 'C', grade: 8, pets: [] },
    ],
    n: null,
  },
  { id: 'smith', children: 'none', n: '1' },
];

const run = (sql: string, documents: Json[] = families) => compile(sql).run(documents);

describe('three truths', () => {
  test.each([
    ['undefined = undefined', undefined],
    ['undefined != 1', undefined],
    ['null = null', true],
    ['1 = "1"', false],
    ['1 != "1"', true],
    ['1 < "2"', undefined],
    ['null < 1', undefined],
    ['[1] < [2]', undefined],
    ['[1, {a: 2}] = [1, {a: 2}]', true],
    ['{a: 1, b: 2} = {b: 2, a: 1}', true],
    ['{a: 1} = {b: 1}', false],
    ['false < true', true],
    ['NOT undefined', undefined],
    ['NOT 1', undefined],
    ['undefined AND false', false],
    ['undefined AND true', undefined],
    ['1 AND true', undefined],
    ['undefined OR true', true],
    ['undefined OR false', undefined],
    ['undefined IN (1)', undefined],
    ['1 IN ("1", undefined)', false],
    ['[1] IN ([1])', true],
    ['undefined BETWEEN 1 AND 2', undefined],
    ['3 BETWEEN 1 AND undefined', undefined],
    ['undefined ?? null', null],
    ['null ?? 1', null],
    ['undefined ?? undefined ?? 2', 2],
    ['undefined ? 1 : 2', 2],
    ['1 + "1"', undefined],
    ['1 / 0', undefined],
    ['-"1"', undefined],
    ['2 + 3 * 4 - 10 / 5', 12],
    ['1 + 2 << 1', 6],
    ['6 & 3 | 8', 10],
    ['NOT 1 = 2 AND 2 = 2', true],
    ['"a" || "b" || 1', undefined],
  ])('%s', (expression, expected) => {
    expect(run(`SELECT VALUE ${expression}`)[0]).toEqual(expected);
  });
});

describe('FROM', () => {
  test('any first name means the document', () => {
    expect(run('SELECT VALUE r.id FROM root r')).toEqual(run('SELECT VALUE families.id FROM families'));
  });

  test('a path reaches into the document, and takes its last step as name', () => {
    expect(run('SELECT VALUE city FROM c.address.city')).toEqual(['Seattle', 'NY']);
    expect(run('SELECT * FROM c.address a WHERE a.city = "NY"')).toEqual([{ city: 'NY' }]);
  });

  test('IN walks through an array, and through nothing else', () => {
    expect(run('SELECT VALUE child.name FROM child IN c.children')).toEqual(['A', 'B', 'C']);
  });

  test('JOINs multiply, each seeing the ones before', () => {
    expect(run('SELECT f.id, child.name, pet FROM f JOIN child IN f.children JOIN pet IN child.pets')).toEqual([
      { id: 'andersen', name: 'A', pet: 'x' },
      { id: 'andersen', name: 'A', pet: 'y' },
    ]);
  });

  test('a subquery is an input of its own', () => {
    expect(run('SELECT VALUE s.city FROM (SELECT VALUE c.address FROM c) AS s')).toEqual(['Seattle', 'NY']);
    expect(run('SELECT VALUE COUNT(1) FROM (SELECT VALUE c FROM c WHERE c.n = 1)')).toEqual([1]);
    expect(
      run('SELECT c.id, s.count FROM c JOIN (SELECT COUNT(1) AS count FROM k IN c.children) AS s WHERE s.count > 1'),
    ).toEqual([{ id: 'wakefield', count: 2 }]);
  });

  test('without FROM there is one result', () => {
    expect(run('SELECT 1, "a" AS text')).toEqual([{ $1: 1, text: 'a' }]);
  });
});

describe('SELECT', () => {
  test('names come from AS, from the last step, or from the position', () => {
    expect(
      run('SELECT c.id, c["n"] AS m, c.address.city, 1, c.children[0].name FROM c WHERE c.id = "andersen"'),
    ).toEqual([{ id: 'andersen', m: 1, city: 'Seattle', $1: 1, name: 'A' }]);
  });

  test('a property named __proto__ is a property like any other', () => {
    const [result] = run('SELECT VALUE {"__proto__": {"a": 1}}');
    expect(Object.keys(result ?? {})).toEqual(['__proto__']);
    expect(run('SELECT VALUE c.constructor FROM c')).toEqual([]);
  });

  test('words of the language are names after a dot', () => {
    expect(run('SELECT VALUE c.select.value.order FROM c', [{ select: { value: { order: 1 } } }])).toEqual([1]);
  });

  test('subqueries stand for a value, for an array, for their existence', () => {
    expect(run('SELECT VALUE (SELECT VALUE MAX(k.grade) FROM k IN c.children) FROM c')).toEqual([5, 8]);
    expect(run('SELECT VALUE ARRAY(SELECT VALUE k.grade FROM k IN c.children ORDER BY k.grade DESC) FROM c')).toEqual([
      [5],
      [8, 1],
      [],
    ]);
    expect(run('SELECT VALUE c.id FROM c WHERE EXISTS(SELECT VALUE k FROM k IN c.children WHERE k.grade > 6)')).toEqual(
      ['wakefield'],
    );
  });

  test('a subquery that stands for a value may give one alone', () => {
    expect(run('SELECT VALUE (SELECT VALUE k.grade FROM k IN c.children) FROM c WHERE c.id = "andersen"')).toEqual([5]);
    expect(() => run('SELECT VALUE (SELECT VALUE k.grade FROM k IN c.children) FROM c')).toThrow(/cardinality/);
  });

  test('comments and any case of keywords are understood', () => {
    expect(run('select value C.id -- the name\nfrom C where C.n = null')).toEqual(['wakefield']);
  });
});

describe('ORDER BY', () => {
  const mixed: Json[] = [
    { v: { a: 1 } },
    { v: [1] },
    { v: 'b' },
    { v: 'a' },
    { v: 2 },
    { v: 1 },
    { v: true },
    { v: false },
    { v: null },
    {},
  ];

  test('types follow each other as documented', () => {
    expect(run('SELECT VALUE c.v FROM c ORDER BY c.v', mixed)).toEqual([
      null,
      false,
      true,
      1,
      2,
      'a',
      'b',
      [1],
      { a: 1 },
    ]);
  });

  test('documents without the path are left out, unless they have another one of the paths', () => {
    expect(run('SELECT * FROM c ORDER BY c.v', mixed)).toHaveLength(9);
    expect(run('SELECT VALUE c.w FROM c ORDER BY c.v, c.w', [{ v: 1, w: 2 }, { w: 1 }, {}])).toEqual([1, 2]);
  });

  test('equal documents keep their order, in both directions', () => {
    const documents = Array.from({ length: 5_000 }, (_, id) => ({ id, v: id % 3 }));
    const expected = documents.filter(({ v }) => v === 2).map(({ id }) => id);
    expect(run('SELECT TOP 1500 VALUE c.id FROM c ORDER BY c.v DESC', documents)).toEqual(expected.slice(0, 1_500));
  });
});

describe('aggregates', () => {
  const documents: Json[] = [{ a: 1 }, { a: 3 }, {}, { a: null }, { a: 'x' }];

  test('of numbers, where a document is missing the property', () => {
    const sql = 'SELECT COUNT(c.a) AS count, SUM(c.a) AS sum, AVG(c.a) AS avg, MIN(c.a) AS min, MAX(c.a) AS max FROM c';
    expect(run(sql, documents.slice(0, 3))).toEqual([{ count: 2, sum: 4, avg: 2, min: 1, max: 3 }]);
  });

  test('of what is no number', () => {
    expect(run('SELECT SUM(c.a) AS sum, AVG(c.a) AS avg, MIN(c.a) AS min, MAX(c.a) AS max FROM c', documents)).toEqual([
      { min: null, max: 'x' },
    ]);
    expect(run('SELECT MIN(c.a) AS min FROM c', [{ a: [1] }, { a: 1 }])).toEqual([{}]);
  });

  test('of no document at all', () => {
    expect(run('SELECT COUNT(1) AS count, SUM(c.a) AS sum, AVG(c.a) AS avg, MIN(c.a) AS min FROM c', [])).toEqual([
      { count: 0, sum: 0 },
    ]);
    expect(run('SELECT c.a, COUNT(1) FROM c GROUP BY c.a', [])).toEqual([]);
  });

  test('in lists and sets, and counted by a condition', () => {
    expect(
      run('SELECT VALUE [MAKELIST(c.a), MAKESET(c.a), COUNTIF(c.a > 1)] FROM c', [{ a: 1 }, { a: 2 }, { a: 1 }]),
    ).toEqual([[[1, 2, 1], [1, 2], 1]]);
  });

  test('within expressions over groups', () => {
    expect(
      run('SELECT VALUE {k: UPPER(c.k), total: SUM(c.v) / COUNT(1)} FROM c GROUP BY UPPER(c.k)', [
        { k: 'a', v: 1 },
        { k: 'A', v: 3 },
      ]),
    ).toEqual([{ k: 'A', total: 2 }]);
  });

  test('missing and null are different groups', () => {
    expect(run('SELECT c.a, COUNT(1) AS n FROM c GROUP BY c.a', [{ a: null }, {}, { a: null }])).toEqual([
      { a: null, n: 2 },
      { n: 1 },
    ]);
  });
});

describe('the condition of a patch', () => {
  test('holds or does not hold for one document', () => {
    const condition = compileCondition('FROM c WHERE c.n = 1 AND IS_DEFINED(c.address)');
    expect(families.map((family) => condition(family))).toEqual([true, false, false]);
  });

  test('a mistake in it is told with its own place', () => {
    expect(() => compileCondition('FROM c WHERE c.n =')).toThrow(
      expect.objectContaining({ code: 'SC1001', line: 1, column: 19 }),
    );
  });
});

describe('what is known of a query before it runs', () => {
  const info = (sql: string, parameters: { name: string; value: Json }[] = []) => compile(sql, parameters).info;

  test('order, cut and grouping', () => {
    expect(info('SELECT TOP 3 * FROM root r ORDER BY r.a, r["b c"].d DESC')).toMatchObject({
      rootAlias: 'r',
      orderBy: [
        { path: ['a'], descending: false },
        { path: ['b c', 'd'], descending: true },
      ],
      top: 3,
      aggregates: [],
      groupBy: false,
      distinct: false,
      joins: false,
    });
    expect(
      info('SELECT DISTINCT c.a FROM c JOIN x IN c.x OFFSET @o LIMIT 2', [{ name: '@o', value: 1 }]),
    ).toMatchObject({ distinct: true, joins: true, offset: 1, limit: 2 });
    expect(info('SELECT c.a, SUM(c.b), MAX(c.b) FROM c GROUP BY c.a')).toMatchObject({
      aggregates: ['SUM', 'MAX'],
      groupBy: true,
    });
  });

  test('paths lead through the alias of a path', () => {
    expect(info('SELECT * FROM c.address a ORDER BY a.city').orderBy).toEqual([
      { path: ['address', 'city'], descending: false },
    ]);
  });

  test('equalities are what AND alone demands', () => {
    const sql = 'SELECT * FROM c WHERE c.a = @a AND (2 = c.b.c AND c.d > 1) AND (c.e = 1 OR c.f = 2) AND NOT c.g = 3';
    expect(info(sql, [{ name: '@a', value: 'x' }]).equalities).toEqual([
      { path: ['a'], value: 'x' },
      { path: ['b', 'c'], value: 2 },
    ]);
  });

  test.each([
    ['SELECT c.a FROM c WHERE c.b = 1', true],
    ['SELECT a.b FROM c.a', true],
    ['SELECT VALUE x FROM x IN c.list', false],
    ['SELECT c.a FROM c JOIN x IN c.list', false],
    ['SELECT 1', false],
    ['SELECT VALUE s FROM (SELECT VALUE c FROM c) AS s', false],
    ['SELECT * FROM c ORDER BY c.a', false],
    ['SELECT TOP 1 * FROM c', false],
    ['SELECT COUNT(1) FROM c', false],
  ])('%s keeps each document to itself: %s', (sql, expected) => {
    expect(info(sql).perDocument).toBe(expected);
  });
});
