import { type Account, containerOf, databaseOf, definitionStamp, nextResource } from './account.ts';
import { definitionAnswer, listAnswer } from './answers.ts';
import { type ContainerDefinition, openContainer } from './container.ts';
import { containerRules, containerSettings } from './container-definition.ts';
import { badRequest, conflict } from './errors.ts';
import { DEFAULT_THROUGHPUT, dropOffer, provision, requestedThroughput } from './offers.ts';
import { type Answer, type Call, objectBody } from './protocol.ts';
import { LOOKUP_CHARGE } from './request-charge.ts';
import { containerResourceId, partitionKeyRangeResourceId } from './resource-id.ts';

export function createContainer(account: Account, database: string, call: Call): Answer {
  const { definition: parent, containers } = databaseOf(account, database);
  const settings = containerSettings(call.body);
  containerRules(settings); // throws for what cannot be used
  const throughput = requestedThroughput(call.headers);
  if (containers.has(settings.id)) throw conflict('Resource with specified id or name already exists.');
  const number = nextResource(account);
  const _rid = containerResourceId(parent._rid, number);
  const definition: ContainerDefinition = {
    ...settings,
    _rid,
    _self: `${parent._self}colls/${_rid}/`,
    ...definitionStamp(account, number),
    ...LINKS,
  };
  containers.set(settings.id, openContainer(definition));
  account.journal.noteContainer(parent, definition);
  if (throughput) provision(account, definition, throughput);
  // A container of a database with throughput of its own shares that.
  else if (!account.offers.has(parent._rid)) provision(account, definition, DEFAULT_THROUGHPUT);
  return definitionAnswer(201, definition);
}

export function readContainer(account: Account, database: string, address: string): Answer {
  const answer = definitionAnswer(200, containerOf(account, database, address).definition);
  return { ...answer, headers: { ...answer.headers, ...QUOTA } };
}

/** As the service states the quotas of a container, in KB; its index is always up to date. */
const QUOTA = {
  'x-ms-resource-quota': 'documentSize=10485760;documentsSize=10485760;documentsCount=-1;collectionSize=10485760;',
  'x-ms-documentdb-collection-index-transformation-progress': '100',
};

/** Changes indexing policy, time to live and the like. Id, partition key and unique keys are for life. */
export function replaceContainer(account: Account, database: string, address: string, call: Call): Answer {
  const container = containerOf(account, database, address);
  const present = container.definition;
  const settings = containerSettings({ ...retained(present), ...objectBody(call) });
  const rules = containerRules(settings);
  if (settings.id !== present.id) throw badRequest('The container id cannot be replaced.');
  if (!isSame(rules.keyPaths, container.rules.keyPaths))
    throw badRequest('The partition key of a container cannot be changed.');
  if (!isSame(rules.uniqueKeys, container.rules.uniqueKeys)) throw badRequest('The unique keys cannot be changed.');
  const stamp = definitionStamp(account, nextResource(account));
  container.definition = { ...settings, _rid: present._rid, _self: present._self, ...stamp, ...LINKS };
  container.rules = rules;
  account.journal.noteContainer(databaseOf(account, database).definition, container.definition);
  return definitionAnswer(200, container.definition);
}

export function deleteContainer(account: Account, database: string, address: string): Answer {
  const container = containerOf(account, database, address);
  databaseOf(account, database).containers.delete(container.definition.id);
  account.journal.dropContainer(container);
  dropOffer(account, container.definition._rid);
  return { status: 204, body: '', charge: LOOKUP_CHARGE };
}

export function listContainers(account: Account, database: string, call: Call): Answer {
  const { definition, containers } = databaseOf(account, database);
  return listAnswer(
    'DocumentCollections',
    definition._rid,
    [...containers.values()].map((each) => each.definition),
    call,
  );
}

const RANGES_TAG = '"ranges-1"';

/** A container has one physical partition. Clients ask until they are told that nothing has changed. */
export function readPartitionKeyRanges(account: Account, database: string, address: string, call: Call): Answer {
  const { definition } = containerOf(account, database, address);
  if (call.headers['if-none-match'] === RANGES_TAG)
    return { status: 304, body: '', charge: LOOKUP_CHARGE, headers: { etag: RANGES_TAG } };
  const range = {
    _rid: partitionKeyRangeResourceId(definition._rid),
    id: '0',
    _etag: definition._etag,
    minInclusive: '',
    maxExclusive: 'FF',
    ridPrefix: 0,
    _self: `${definition._self}pkranges/0/`,
    throughputFraction: 1,
    status: 'online',
    parents: [],
    _ts: definition._ts,
  };
  const answer = listAnswer('PartitionKeyRanges', definition._rid, [range], call);
  return { ...answer, headers: { ...answer.headers, etag: RANGES_TAG } };
}

const LINKS = {
  _docs: 'docs/',
  _sprocs: 'sprocs/',
  _triggers: 'triggers/',
  _udfs: 'udfs/',
  _conflicts: 'conflicts/',
} as const;

/** What a replacement may leave out, since it cannot change. */
const retained = ({ partitionKey, uniqueKeyPolicy }: ContainerDefinition) => ({
  partitionKey,
  ...(uniqueKeyPolicy === undefined ? {} : { uniqueKeyPolicy }),
});

const isSame = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
