import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';

/** Who holds a lease: one host in one process on one machine. */
export interface LeaseOwner {
  readonly machine: string;
  readonly process: number;
  readonly host: string;
}

const living = new Set<string>();

/** A new owner in this process; it lives until it is ended. */
export function newLeaseOwner(): LeaseOwner {
  const owner = { machine: hostname(), process: process.pid, host: randomUUID() };
  living.add(owner.host);
  return owner;
}

/** From here on the owner's leases are free. */
export function endLeaseOwner({ host }: LeaseOwner): void {
  living.delete(host);
}

/** On one machine a killed process can be told from a slow one, so its leases need not run out first. */
export function isAlive({ machine, process: id, host }: LeaseOwner): boolean {
  if (machine !== hostname()) return true;
  return id === process.pid ? living.has(host) : isRunning(id);
}

function isRunning(id: number): boolean {
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
