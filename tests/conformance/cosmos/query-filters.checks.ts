import { checks } from './checks.ts';
import { measurements } from './fixture.ts';
import { evaluates, onePartition, yields, yieldsSet } from './query-results.ts';

const ids = (numbers: readonly number[]) => numbers.map((n) => `x${n}`);

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
