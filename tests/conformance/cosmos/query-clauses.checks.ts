import assert from 'node:assert/strict';
import { checks, refused } from './checks.ts';
import { measurements } from './fixture.ts';
import { evaluates, isRefused, onePartition, resultsOf, yields, yieldsSet } from './query-results.ts';

export const clauseChecks = checks('Queries: order, groups and shape', {
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
  'MAKELIST and MAKESET collect values': yields(
    'SELECT MAKELIST(c.g) AS list, MAKESET(c.g) AS set FROM c WHERE c.n IN (0, 3, 12)',
    [{ list: [0, 3, 0], set: [0, 3] }],
    {},
    onePartition,
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
