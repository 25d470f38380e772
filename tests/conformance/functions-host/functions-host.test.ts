import { afterAll, beforeAll, test } from 'vitest';
import { type FunctionsHostEnvironment, functionsHostChecks, openFunctionsHostEnvironment } from './index.ts';

let environment: FunctionsHostEnvironment;
beforeAll(async () => {
  environment = await openFunctionsHostEnvironment();
});
afterAll(() => environment.close());

for (const { group, name, run } of functionsHostChecks) test(`${group}: ${name}`, () => run(environment));
