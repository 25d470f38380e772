import type { Check } from '../check.ts';
import type { ServiceBusEnvironment } from './fixture.ts';

export type { ServiceBusEnvironment } from './fixture.ts';
export { serviceBusConformanceTopology } from './topology.ts';

/** All that a Service Bus namespace has to do, as far as the JS SDK can show it. */
export const serviceBusChecks: Check<ServiceBusEnvironment>[] = [];
