import type { Topology } from '../../../shared/contracts/events/topology.ts';
import type { ContainerSettings, Containers } from '../../../shared/contracts/state/containers.ts';
import { type Deployment, ofType, shortName } from './snapshot.ts';

/** The bus as the deployment asks for it, in the shape in which the local one is told. */
export function busOf(deployment: Deployment): Topology {
  const subscriptions = ofType(deployment, 'ServiceBus/namespaces/topics/subscriptions');
  const subscriptionsOf = (topic: string) =>
    subscriptions.filter(({ name }) => name.split('/')[1] === topic).map((own) => [shortName(own), own.properties]);
  return {
    queues: Object.fromEntries(
      ofType(deployment, 'ServiceBus/namespaces/queues').map((queue) => [shortName(queue), queue.properties]),
    ),
    topics: Object.fromEntries(
      ofType(deployment, 'ServiceBus/namespaces/topics').map((topic) => [
        shortName(topic),
        { ...topic.properties, subscriptions: Object.fromEntries(subscriptionsOf(shortName(topic))) },
      ]),
    ),
  };
}

/** Rules of subscriptions, of which there are none: a service is told all that it has subscribed to. */
export function rulesOf(deployment: Deployment): string[] {
  const rules = ofType(deployment, 'ServiceBus/namespaces/topics/subscriptions/rules');
  return rules.map(({ name }) => `${name} filters events`);
}

/** The containers, likewise. */
export function containersOf(deployment: Deployment): Containers {
  const containers = ofType(deployment, 'DocumentDB/databaseAccounts/sqlDatabases/containers');
  return Object.fromEntries(
    containers.map(({ properties: { resource } }) => {
      const { partitionKey, defaultTtl } = resource;
      return [resource.id, { partitionKey, ...(defaultTtl !== undefined && { defaultTtl }) } as ContainerSettings];
    }),
  );
}
