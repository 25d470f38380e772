import { afterAll, beforeAll, describe, test } from 'vitest';
import { type Cosmos, startCosmos } from '../../../infra/local/cosmos/cosmos.ts';
import { type CosmosEnvironment, cosmosChecks } from './index.ts';

let cosmos: Cosmos;
let environment: CosmosEnvironment;

beforeAll(async () => {
  cosmos = await startCosmos({ port: false });
  const { endpoint, key, httpClient } = cosmos;
  environment = { endpoint, key, httpClient, database: 'conformance' };
});

afterAll(() => cosmos.close());

for (const group of new Set(cosmosChecks.map((check) => check.group))) {
  describe(group, () => {
    for (const { name, run } of cosmosChecks.filter((check) => check.group === group))
      test(name, () => run(environment));
  });
}
