import { type Account, type DatabaseDefinition, databaseOf, definitionStamp, nextResource } from './account.ts';
import { definitionAnswer, listAnswer } from './answers.ts';
import { conflict } from './errors.ts';
import { isObject, type Json } from './json.ts';
import { checkResourceId } from './limits.ts';
import { dropOffer, provision, requestedThroughput } from './offers.ts';
import type { Answer, Call } from './protocol.ts';
import { LOOKUP_CHARGE } from './request-charge.ts';
import { databaseResourceId } from './resource-id.ts';

export function createDatabase(account: Account, call: Call): Answer {
  const id = checkResourceId(isObject(call.body) ? call.body['id'] : undefined);
  if (account.databases.has(id)) throw conflict('Resource with specified id or name already exists.');
  const throughput = requestedThroughput(call.headers);
  const number = nextResource(account);
  const _rid = databaseResourceId(number);
  const stamp = definitionStamp(account, number);
  const definition: DatabaseDefinition = {
    id,
    _rid,
    _self: `dbs/${_rid}/`,
    ...stamp,
    _colls: 'colls/',
    _users: 'users/',
  };
  account.databases.set(id, { definition, containers: new Map() });
  account.journal.noteDatabase(definition);
  if (throughput) provision(account, definition, throughput);
  return definitionAnswer(201, definition);
}

export const readDatabase = (account: Account, address: string): Answer =>
  definitionAnswer(200, databaseOf(account, address).definition);

/** Removes the database with all that lies in it. */
export function deleteDatabase(account: Account, address: string): Answer {
  const { definition, containers } = databaseOf(account, address);
  for (const container of containers.values()) {
    account.journal.dropContainer(container);
    dropOffer(account, container.definition._rid);
  }
  account.databases.delete(definition.id);
  account.journal.dropDatabase(definition);
  dropOffer(account, definition._rid);
  return { status: 204, body: '', charge: LOOKUP_CHARGE };
}

/** All databases, or those that match a query. */
export function listDatabases(account: Account, call: Call): Answer {
  const definitions = [...account.databases.values()].map(({ definition }): Json => ({ ...definition }));
  return listAnswer('Databases', '', definitions, call);
}
