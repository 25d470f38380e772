import { type Account, containerOf } from './account.ts';
import { readAccount } from './account-document.ts';
import { isQuery } from './answers.ts';
import {
  createContainer,
  deleteContainer,
  listContainers,
  readContainer,
  readPartitionKeyRanges,
  replaceContainer,
} from './containers.ts';
import { createDatabase, deleteDatabase, listDatabases, readDatabase } from './databases.ts';
import { methodNotAllowed } from './errors.ts';
import { documentRequest, documentsRequest } from './item-requests.ts';
import { listOffers, readOffer, replaceOffer } from './offers.ts';
import type { Answer, Call } from './protocol.ts';
import type { Resource } from './resource.ts';

/** Hands a request to the resource that it addresses. Throws what the service would answer instead. */
export function route(account: Account, resource: Resource, call: Call): Answer {
  const method = isQuery(call) ? 'QUERY' : call.method;
  switch (resource.type) {
    case 'account':
      return choose(method, { GET: () => readAccount(call.headers) });
    case 'databases':
      return choose(method, {
        GET: () => listDatabases(account, call),
        QUERY: () => listDatabases(account, call),
        POST: () => createDatabase(account, call),
      });
    case 'database':
      return choose(method, {
        GET: () => readDatabase(account, resource.database),
        DELETE: () => deleteDatabase(account, resource.database),
      });
    case 'containers':
      return choose(method, {
        GET: () => listContainers(account, resource.database, call),
        QUERY: () => listContainers(account, resource.database, call),
        POST: () => createContainer(account, resource.database, call),
      });
    case 'container':
      return choose(method, {
        GET: () => readContainer(account, resource.database, resource.container),
        PUT: () => replaceContainer(account, resource.database, resource.container, call),
        DELETE: () => deleteContainer(account, resource.database, resource.container),
      });
    case 'partition key ranges':
      return choose(method, {
        GET: () => readPartitionKeyRanges(account, resource.database, resource.container, call),
      });
    case 'documents':
      return documentsRequest(account, containerOf(account, resource.database, resource.container), call);
    case 'document':
      return documentRequest(account, containerOf(account, resource.database, resource.container), resource.id, call);
    case 'offers':
      return choose(method, { GET: () => listOffers(account, call), QUERY: () => listOffers(account, call) });
    case 'offer':
      return choose(method, {
        GET: () => readOffer(account, resource.id),
        PUT: () => replaceOffer(account, resource.id, call),
      });
  }
}

function choose(method: string, actions: Readonly<Record<string, () => Answer>>): Answer {
  const action = Object.hasOwn(actions, method) ? actions[method] : undefined;
  if (!action) throw methodNotAllowed(method);
  return action();
}
