import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openTestContainer } from './test-container.ts';

const segment = fc.oneof(
  fc.constantFrom(
    'dbs',
    'db',
    'colls',
    'things',
    'docs',
    'a',
    'offers',
    'pkranges',
    'sprocs',
    '%zz',
    '..',
    '',
    '__proto__',
  ),
  fc.string({ maxLength: 5 }),
);
const path = fc.oneof(
  fc.array(segment, { maxLength: 7 }).map((segments) => `/${segments.join('/')}`),
  fc.constantFrom(
    '/dbs/db/colls/things/docs',
    '/dbs/db/colls/things/docs/a',
    '/dbs/db/colls/things',
    '/dbs/db/colls',
    '/dbs',
    '/offers/AAAE',
  ),
);
const ATOMIC = { 'x-ms-cosmos-is-batch-request': 'true', 'x-ms-cosmos-batch-atomic': 'true' };
const method = fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'QUERY', 'constructor');

const headers = fc.record(
  {
    'x-ms-documentdb-partitionkey': fc.oneof(
      fc.constantFrom('["p"]', '[]', '[{}]', '[[]]', 'p', '{}', 'null'),
      fc.string(),
    ),
    'x-ms-documentdb-isquery': fc.constantFrom('true', 'True', 'no'),
    'x-ms-documentdb-is-upsert': fc.constant('true'),
    'x-ms-cosmos-is-batch-request': fc.constantFrom('true', 'false'),
    'x-ms-cosmos-batch-atomic': fc.constantFrom('true', 'false'),
    'x-ms-cosmos-is-query-plan-request': fc.constant('true'),
    'x-ms-max-item-count': fc.oneof(fc.integer().map(String), fc.string()),
    'x-ms-continuation': fc.oneof(
      fc.string(),
      fc.json().map((text) => Buffer.from(text).toString('base64')),
    ),
    'x-ms-session-token': fc.string(),
    'x-ms-start-epk': fc.string(),
    'x-ms-end-epk': fc.constantFrom('FF', '80', ''),
    'x-ms-offer-throughput': fc.oneof(fc.integer().map(String), fc.string()),
    'x-ms-cosmos-offer-autopilot-settings': fc.oneof(fc.json(), fc.string()),
    'a-im': fc.constantFrom('Incremental Feed', 'Full-Fidelity Feed'),
    'if-none-match': fc.string(),
    'if-match': fc.string(),
    'if-modified-since': fc.string(),
    prefer: fc.string(),
  },
  { requiredKeys: [] },
);

const value = fc.jsonValue({ maxDepth: 2 });
const named = (...names: string[]) => Object.fromEntries(names.map((name) => [name, value]));
const document = fc.record(
  { id: fc.constantFrom('a', 'b'), pk: fc.constant('p'), ...named('ttl', 'n') },
  { requiredKeys: ['id'] },
);
const patch = fc.record(
  {
    op: fc.constantFrom('add', 'set', 'replace', 'remove', 'incr', 'move'),
    path: fc.constantFrom('/n', '/n/0', '/', '/id', '//', '/n/-'),
    from: fc.constantFrom('/n', '/n/a'),
    value,
  },
  { requiredKeys: ['op'] },
);
const operation = fc.record(
  {
    operationType: fc.constantFrom('Create', 'Upsert', 'Replace', 'Patch', 'Read', 'Delete'),
    id: fc.constantFrom('a', 'b'),
    partitionKey: value,
    resourceBody: fc.oneof(document, fc.array(patch), value),
  },
  { requiredKeys: ['operationType'] },
);
const query = fc.record({
  query: fc.constantFrom('SELECT * FROM c', 'SELECT', 'SELECT VALUE c.n FROM c ORDER BY c.n', ''),
  parameters: fc.oneof(value, fc.array(fc.record({ name: fc.string(), value }))),
});
const definition = fc.record(
  {
    id: fc.constantFrom('things', 'other'),
    partitionKey: fc.oneof(value, fc.record({ paths: fc.array(fc.constantFrom('/pk', '/n', 'n')) })),
    indexingPolicy: value,
    uniqueKeyPolicy: value,
    defaultTtl: value,
    content: value,
  },
  { requiredKeys: [] },
);
const body = fc.oneof(
  fc
    .oneof(
      document,
      query,
      definition,
      fc.array(patch),
      fc.array(operation),
      fc.record({ operations: fc.array(patch), condition: fc.string() }),
      value,
    )
    .map((given) => JSON.stringify(given)),
  fc.string(),
  fc.constant(''),
);

const DOCS = '/dbs/db/colls/things/docs';
const inPartition = { 'x-ms-documentdb-partitionkey': '["p"]' };
const asked = (method: string, path: string, headers: Readonly<Record<string, string>>, body: fc.Arbitrary<unknown>) =>
  body.map((given) => ({ method, path, headers, body: JSON.stringify(given) }));

/** Requests that are nearly right, so that they get past the first checks. */
const likely = fc.oneof(
  asked('POST', DOCS, {}, document),
  asked('POST', DOCS, { 'x-ms-documentdb-is-upsert': 'true' }, document),
  asked('PUT', `${DOCS}/a`, inPartition, document),
  asked('PATCH', `${DOCS}/a`, inPartition, fc.array(patch, { minLength: 1, maxLength: 3 })),
  asked('POST', DOCS, { 'x-ms-cosmos-is-batch-request': 'true' }, fc.array(operation)),
  asked('POST', DOCS, { ...inPartition, ...ATOMIC }, fc.array(operation)),
  asked('POST', DOCS, { 'x-ms-documentdb-isquery': 'true' }, query),
  asked('POST', '/dbs/db/colls', {}, definition),
  asked('PUT', '/dbs/db/colls/things', {}, definition),
);

const wild = fc.record({ method, path, headers, body });
const disturbed = fc
  .tuple(likely, headers)
  .map(([request, more]) => ({ ...request, headers: { ...more, ...request.headers } }));

test('whatever is sent is answered, and never by an unexpected failure', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.oneof(wild, likely, disturbed), { maxLength: 12 }), async (requests) => {
      const { cosmos } = await openTestContainer();
      for (const request of requests) {
        const { status, body: answer } = await cosmos.handle(request);
        expect([200, 201, 204, 207, 304, 400, 404, 405, 409, 412, 413], answer).toContain(status);
      }
    }),
    { numRuns: 400 },
  );
});

test.each([
  ['arrays', '['.repeat(500_000)],
  ['closed arrays', `{"id":"a","pk":"p","n":${'['.repeat(200_000)}${']'.repeat(200_000)}}`],
  ['objects', `{"id":"a","pk":"p","n":${'{"n":'.repeat(100_000)}1${'}'.repeat(100_001)}`],
])('a document of very deep %s is refused', async (_, text) => {
  const { cosmos, path: container } = await openTestContainer();
  const { status } = await cosmos.handle({ method: 'POST', path: `${container}/docs`, headers: {}, body: text });
  expect(status).toBe(400);
});

test('names that objects inherit are names like any others', async () => {
  const things = await openTestContainer();
  const body = JSON.parse('{"id":"__proto__","pk":"constructor","__proto__":{"polluted":true},"toString":1}');
  expect(await things.create(body)).toMatchObject({ status: 201 });
  const { body: read } = await things.read('__proto__', 'constructor');
  expect(Object.hasOwn(read, '__proto__')).toBe(true);
  expect(read['toString']).toBe(1);
  expect({}).not.toHaveProperty('polluted');
  expect(await things.request('GET', '/dbs/__proto__')).toMatchObject({ status: 404 });
});
