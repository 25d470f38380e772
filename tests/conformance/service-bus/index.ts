import type { Check } from '../check.ts';
import type { ServiceBusEnvironment } from './fixture.ts';
import { peekingChecks, receivingChecks } from './receiving.checks.ts';
import { sendingChecks } from './sending.checks.ts';
import { sessionChecks } from './sessions.checks.ts';
import { deferringChecks, lockChecks, settlingChecks } from './settling.checks.ts';
import {
  clockChecks,
  durabilityChecks,
  faultChecks,
  hostilityChecks,
  quotaChecks,
  signatureChecks,
  tendingChecks,
  throttlingChecks,
} from './stand-in.checks.ts';
import { duplicateChecks, expiryChecks, schedulingChecks } from './time.checks.ts';
import { forwardingChecks, topicChecks } from './topics.checks.ts';

export type { ServiceBusEnvironment } from './fixture.ts';
export { serviceBusConformanceTopology } from './topology.ts';

/** All that a Service Bus namespace has to do, as far as the JS SDK can show it. */
export const serviceBusChecks: Check<ServiceBusEnvironment>[] = [
  ...sendingChecks,
  ...receivingChecks,
  ...peekingChecks,
  ...settlingChecks,
  ...deferringChecks,
  ...lockChecks,
  ...schedulingChecks,
  ...expiryChecks,
  ...duplicateChecks,
  ...topicChecks,
  ...forwardingChecks,
  ...sessionChecks,
  ...signatureChecks,
  ...faultChecks,
  ...throttlingChecks,
  ...quotaChecks,
  ...hostilityChecks,
  ...durabilityChecks,
  ...clockChecks,
  ...tendingChecks,
];
