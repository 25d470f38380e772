import { topology } from '../../../shared/contracts/events/topology.ts';
import { containers } from '../../../shared/contracts/state/containers.ts';
import { type Assertion, differences } from './assertion.ts';
import { givenGrants, wantedGrants } from './grants.ts';
import { withinReach } from './reach.ts';
import { withoutSecrets } from './secrets.ts';
import { ofSites } from './sites.ts';
import { busOf, containersOf, rulesOf } from './topology.ts';
import { onTheWatch } from './watch.ts';

/** The deployment says of bus, database and grants what the code says of them. */
const asTheServicesKnowIt: readonly Assertion[] = [
  {
    name: 'each identity is granted its own, and nothing besides',
    problems(deployment) {
      const { grants, problems } = givenGrants(deployment);
      return [...problems, ...differences(grants, wantedGrants())];
    },
  },
  {
    name: 'the bus is the one that the services know',
    problems: (deployment) => [...differences(busOf(deployment), topology), ...rulesOf(deployment)],
  },
  {
    name: 'the database is the one that the services know',
    problems: (deployment) => differences(containersOf(deployment), containers),
  },
];

/** What must hold of every deployment; without private networking, and with it. */
export const assertions: readonly Assertion[] = [
  ...withoutSecrets,
  ...withinReach,
  ...ofSites,
  ...asTheServicesKnowIt,
  ...onTheWatch,
];
