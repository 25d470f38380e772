import { randomBytes } from 'node:crypto';
import { ServiceBusError } from '../errors.ts';
import { LIMITS } from '../limits.ts';

/** A part of a transaction: can it still be done, and the doing of it. */
export interface Operation {
  /** Throws if it cannot be done. */
  check(): void;
  apply(): void;
}

/** The transactions of one connection. */
export interface Transactions {
  /** Returns the id of a new one. */
  declare(): Buffer;
  /** Checks the operation now and keeps it for the end. Throws `amqp:transaction:unknown-id`, or `amqp:resource-limit-exceeded`. */
  enlist(id: Buffer, operation: Operation): void;
  /** Applies all operations, or none and throws `amqp:transaction:rollback`. */
  commit(id: Buffer): void;
  rollback(id: Buffer): void;
}

export function createTransactions(): Transactions {
  const open = new Map<string, Operation[]>();

  function operationsOf(id: Buffer): Operation[] {
    const operations = open.get(id.toString('hex'));
    if (operations) return operations;
    throw new ServiceBusError('amqp:transaction:unknown-id', `Transaction ${id.toString('hex')} is not declared.`);
  }

  function end(id: Buffer): Operation[] {
    const operations = operationsOf(id);
    open.delete(id.toString('hex'));
    return operations;
  }

  return {
    declare() {
      if (open.size >= LIMITS.transactionsPerConnection) throw tooMany('open transactions');
      const id = randomBytes(16);
      open.set(id.toString('hex'), []);
      return id;
    },
    enlist(id, operation) {
      const operations = operationsOf(id);
      if (operations.length >= LIMITS.operationsPerTransaction) throw tooMany('operations in the transaction');
      operation.check();
      operations.push(operation);
    },
    commit(id) {
      const operations = end(id);
      try {
        for (const operation of operations) operation.check();
      } catch (error) {
        throw new ServiceBusError('amqp:transaction:rollback', `The transaction was rolled back: ${String(error)}`);
      }
      for (const operation of operations) operation.apply();
    },
    rollback: (id) => void end(id),
  };
}

const tooMany = (what: string) => new ServiceBusError('amqp:resource-limit-exceeded', `There are too many ${what}.`);
