import type { Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import type { Credits } from '../credits.ts';
import type { Records } from '../durable.ts';
import { ServiceBusError } from '../errors.ts';
import { type FaultPoint, type Faults, refusalOf } from '../faults.ts';
import type { Namespace } from '../namespace.ts';
import type { Signatures } from './cbs.ts';
import type { Consumer } from './consumer.ts';
import type { PeerLink } from './internals.ts';
import type { Transactions } from './transactions.ts';

/** What all connections share. */
export interface Service {
  readonly namespace: Namespace;
  readonly records: Records;
  readonly faults: Faults;
  readonly credits: Credits;
  readonly signatures: Signatures | undefined;
  /** Throws once the disk has refused a write: what is not durable is not acknowledged. */
  assertWorking(): void;
  /** Waits until everything so far is durable. */
  durable(): Promise<void>;
}

/** One connection. */
export interface Client {
  readonly service: Service;
  readonly socket: Socket;
  /** The links on which replies go out, by name and by target address: JS clients use the one, .NET and Python the other. */
  readonly replies: Map<string, PeerLink>;
  readonly consumers: Set<Consumer>;
  readonly transactions: Transactions;
  /** True once a token was accepted on `$cbs`. */
  isAuthorized: boolean;
}

/** Lets a planned fault strike: throws its refusal, drops the connection, or takes its time. */
export async function meetFault({ service, socket }: Client, on: FaultPoint, entity: string): Promise<void> {
  const effect = service.faults.strike(on, entity);
  if (!effect) return;
  if (effect.kind === 'delay') return setTimeout(effect.milliseconds, undefined, { ref: false });
  if (effect.kind === 'drop-connection') {
    socket.destroy();
    throw new ServiceBusError('amqp:internal-error', 'The connection was dropped.');
  }
  throw refusalOf(effect, entity);
}

/** The path of an entity in a link address, which may be `/q`, `q` or `amqps://host/q`. */
export function pathOf(address: string | undefined): string {
  return (address ?? '').replace(/^[a-z]+:\/\/[^/]*/i, '').replace(/^\/+/, '');
}
