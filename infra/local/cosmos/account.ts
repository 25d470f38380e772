import type { Clock } from '../../../shared/time/clock.ts';
import type { Container, ContainerDefinition } from './container.ts';
import type { CrossPartitionQueries } from './cross-partition-queries.ts';
import type { AccountJournal } from './durable.ts';
import { ownerNotFound } from './errors.ts';
import type { Throughput } from './throughput.ts';

/** A database's definition as clients see it. */
export interface DatabaseDefinition {
  readonly id: string;
  readonly _rid: string;
  readonly _self: string;
  readonly _etag: string;
  readonly _ts: number;
  readonly _colls: 'colls/';
  readonly _users: 'users/';
}

export interface Database {
  readonly definition: DatabaseDefinition;
  /** By name. */
  readonly containers: Map<string, Container>;
}

/** The provisioned throughput of a database or container. */
export interface Offer {
  readonly id: string;
  readonly _rid: string;
  readonly _self: string;
  readonly _etag: string;
  readonly _ts: number;
  readonly offerVersion: 'V2';
  readonly offerType: 'Invalid';
  /** `_self` of what it belongs to. */
  readonly resource: string;
  /** `_rid` of what it belongs to. */
  readonly offerResourceId: string;
  readonly content: {
    readonly offerThroughput: number;
    readonly offerAutopilotSettings?: { readonly maxThroughput: number };
  };
}

/** Everything the stand-in knows. */
export interface Account {
  /** By name. */
  readonly databases: Map<string, Database>;
  /** By `offerResourceId`. */
  readonly offers: Map<string, Offer>;
  /** Decides `_ts` and what has expired. */
  readonly clock: Clock;
  readonly journal: AccountJournal;
  readonly crossPartitionQueries: CrossPartitionQueries;
  readonly throughput: Throughput;
  /** Number of the resource made last; resource ids and etags of definitions are made of it. */
  lastResource: number;
}

/** The database of that name or resource id. Throws 404/1003. */
export function databaseOf(account: Account, address: string): Database {
  const database = account.databases.get(address) ?? byResourceId(account.databases.values(), address);
  if (!database) throw ownerNotFound();
  return database;
}

/** The container of that name or resource id. Throws 404/1003. */
export function containerOf(account: Account, databaseAddress: string, address: string): Container {
  const { containers } = databaseOf(account, databaseAddress);
  const container = containers.get(address) ?? byResourceId(containers.values(), address);
  if (!container) throw ownerNotFound();
  return container;
}

export function nextResource(account: Account): number {
  account.lastResource += 1;
  account.journal.noteLastResource(account.lastResource);
  return account.lastResource;
}

/** What changes each time a definition is written. */
export function definitionStamp(account: Account, number: number): { readonly _etag: string; readonly _ts: number } {
  const tag = number.toString(16).padStart(12, '0');
  return { _etag: `"00000000-0000-0000-0000-${tag}"`, _ts: Math.floor(account.clock.now() / 1000) };
}

function byResourceId<T extends { readonly definition: DatabaseDefinition | ContainerDefinition }>(
  resources: Iterable<T>,
  resourceId: string,
): T | undefined {
  for (const resource of resources) if (resource.definition._rid === resourceId) return resource;
  return undefined;
}
