import assert from 'node:assert/strict';
import {
  ServiceBusClient,
  type ServiceBusClientOptions,
  type ServiceBusReceivedMessage,
  type ServiceBusReceiver,
} from '@azure/service-bus';
import type { Check } from '../check.ts';

/** A namespace to check, with the entities of the conformance topology. */
export interface ServiceBusEnvironment {
  readonly connectionString: string;
  /** Milliseconds for which its entities lock a message; absent: the 5 seconds of the topology. */
  readonly lockDuration?: number;
}

/** What a check works with. Receivers and senders end with the check. */
export interface Fixture {
  readonly client: ServiceBusClient;
  readonly lockDuration: number;
  /** A second client, which gives up after `timeoutInMs`. */
  impatient(timeoutInMs: number): ServiceBusClient;
}

/** Checks of one group by what they show; any namespace has to pass them. */
export function checks(
  group: string,
  runs: Readonly<Record<string, (fixture: Fixture) => Promise<void>>>,
): Check<ServiceBusEnvironment>[] {
  return Object.entries(runs).map(([name, run]) => ({
    group,
    name,
    run: ({ connectionString, lockDuration = 5000 }) =>
      withClients(connectionString, (client, impatient) => run({ client, lockDuration, impatient })),
  }));
}

/** Checks that start a stand-in of their own, to turn its switches. */
export function standInChecks(
  group: string,
  runs: Readonly<Record<string, () => Promise<void>>>,
): Check<ServiceBusEnvironment>[] {
  return Object.entries(runs).map(([name, run]) => ({ group, name, needs: 'stand-in', run }));
}

/** Opens a client for as long as `use` runs. */
export async function withClients<T>(
  connectionString: string,
  use: (client: ServiceBusClient, impatient: (timeoutInMs: number) => ServiceBusClient) => Promise<T>,
): Promise<T> {
  const clients: ServiceBusClient[] = [];
  const open = (retryOptions: ServiceBusClientOptions['retryOptions']) => {
    const client = new ServiceBusClient(connectionString, { retryOptions: retryOptions ?? {} });
    clients.push(client);
    return client;
  };
  try {
    return await use(open({ maxRetries: 0, timeoutInMs: 10_000 }), (timeoutInMs) =>
      open({ maxRetries: 0, timeoutInMs }),
    );
  } finally {
    await Promise.all(clients.map((client) => client.close()));
  }
}

/** Receives exactly `count` messages. */
export async function receive(
  receiver: ServiceBusReceiver,
  count: number,
  maxWaitTimeInMs = 5_000,
): Promise<ServiceBusReceivedMessage[]> {
  const received: ServiceBusReceivedMessage[] = [];
  while (received.length < count) {
    const more = await receiver.receiveMessages(count - received.length, { maxWaitTimeInMs });
    if (more.length === 0) assert.fail(`Expected ${count} messages, got ${received.length}.`);
    received.push(...more);
  }
  return received;
}

export async function receiveOne(
  receiver: ServiceBusReceiver,
  maxWaitTimeInMs?: number,
): Promise<ServiceBusReceivedMessage> {
  const [message] = await receive(receiver, 1, maxWaitTimeInMs);
  assert.ok(message);
  return message;
}

/** Receives `count` messages and completes them. */
export async function consume(receiver: ServiceBusReceiver, count: number): Promise<ServiceBusReceivedMessage[]> {
  const received = await receive(receiver, count);
  for (const message of received) await receiver.completeMessage(message);
  return received;
}

/** The SDK's types ask for a description with every reason. */
export function deadLetter(
  receiver: ServiceBusReceiver,
  message: ServiceBusReceivedMessage,
  deadLetterReason: string,
): Promise<void> {
  return receiver.deadLetterMessage(message, { deadLetterReason, deadLetterErrorDescription: '' });
}

const MOMENT_MS = 300;

/** Nothing can be received within a moment. */
export async function assertNothingFor(receiver: ServiceBusReceiver, maxWaitTimeInMs = MOMENT_MS): Promise<void> {
  const messages = await receiver.receiveMessages(1, { maxWaitTimeInMs });
  assert.deepEqual(
    messages.map(({ body }) => body),
    [],
  );
}

/** Nothing lies there, in any state. */
export async function assertEmpty(receiver: ServiceBusReceiver): Promise<void> {
  assert.deepEqual(
    (await receiver.peekMessages(10)).map(({ body }) => body),
    [],
  );
}

/** The promise is refused with this code of the SDK; returns the error. */
export async function refused(code: string, promise: Promise<unknown>): Promise<Error & { readonly code?: string }> {
  const error = await promise.then(
    () => assert.fail(`Expected a refusal with ${code}, but it was accepted.`),
    (reason: Error & { readonly code?: string }) => reason,
  );
  assert.equal(error.code, code, error.message);
  return error;
}

export const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
