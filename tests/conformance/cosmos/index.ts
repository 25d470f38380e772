import type { Check } from '../check.ts';
import { batchChecks, bulkChecks } from './batch.checks.ts';
import { changeFeedChecks } from './change-feed.checks.ts';
import { containerChecks } from './containers.checks.ts';
import { faultChecks } from './faults.checks.ts';
import type { CosmosEnvironment } from './fixture.ts';
import { gatewayChecks } from './gateway.checks.ts';
import { hierarchicalChecks } from './hierarchical.checks.ts';
import { concurrencyChecks, itemChecks } from './items.checks.ts';
import { limitChecks } from './limits.checks.ts';
import { pagingChecks } from './paging.checks.ts';
import { patchChecks } from './patch.checks.ts';
import { clauseChecks } from './query-clauses.checks.ts';
import { filterChecks } from './query-filters.checks.ts';
import { functionChecks } from './query-functions.checks.ts';
import { chargeChecks } from './request-units.checks.ts';
import { switchChecks } from './switches.checks.ts';
import { timeToLiveChecks } from './time-to-live.checks.ts';
import { uniqueKeyChecks } from './unique-keys.checks.ts';

export type { CosmosEnvironment } from './fixture.ts';

/** What Azure Cosmos DB for NoSQL does, seen through `@azure/cosmos`; the checks that need a stand-in start one of their own. */
export const cosmosChecks: Check<CosmosEnvironment>[] = [
  ...containerChecks,
  ...itemChecks,
  ...concurrencyChecks,
  ...limitChecks,
  ...patchChecks,
  ...batchChecks,
  ...bulkChecks,
  ...filterChecks,
  ...clauseChecks,
  ...functionChecks,
  ...pagingChecks,
  ...changeFeedChecks,
  ...hierarchicalChecks,
  ...uniqueKeyChecks,
  ...timeToLiveChecks,
  ...gatewayChecks,
  ...switchChecks,
  ...chargeChecks,
  ...faultChecks,
];
