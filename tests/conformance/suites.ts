import { CosmosClient } from '@azure/cosmos';
import { startCosmos } from '../../infra/local/cosmos/cosmos.ts';
import { startServiceBus } from '../../infra/local/service-bus/broker.ts';
import { CommandError } from '../terminal/command.ts';
import { type Check, type CheckTally, type RunOptions, runChecks } from './check.ts';
import { type CosmosEnvironment, cosmosChecks } from './cosmos/index.ts';
import {
  type FunctionsHostEnvironment,
  functionsHostChecks,
  openFunctionsHostEnvironment,
} from './functions-host/index.ts';
import { type ServiceBusEnvironment, serviceBusChecks, serviceBusConformanceTopology } from './service-bus/index.ts';

/** All checks of one service. */
export interface Suite {
  /** As `--only` takes it. */
  readonly name: string;
  /** As the result in JSON has it. */
  readonly key: string;
  readonly title: string;
  /** Checks our own stand-in, or the endpoint that the environment names. */
  run(report: Report): Promise<CheckTally>;
}

export type Report = RunOptions<unknown>['report'];

/** Connection strings of what is checked instead of the stand-ins. */
export interface Endpoints {
  readonly serviceBus: string | undefined;
  readonly cosmos: string | undefined;
}

export function suites({ serviceBus, cosmos }: Endpoints): readonly Suite[] {
  return [
    suite({ name: 'service-bus', key: 'serviceBus', title: 'Service Bus' }, serviceBusChecks, () =>
      serviceBus === undefined ? standInServiceBus() : realServiceBus(serviceBus),
    ),
    suite({ name: 'cosmos', key: 'cosmos', title: 'Cosmos DB' }, cosmosChecks, () =>
      cosmos === undefined ? standInCosmos() : realCosmos(cosmos),
    ),
    suite(
      { name: 'functions-host', key: 'functionsHost', title: 'Functions host' },
      functionsHostChecks,
      ownFunctionsHost,
    ),
  ];
}

interface Opened<E> {
  readonly environment: E;
  readonly isStandIn: boolean;
  close(): Promise<void>;
}

function suite<E>(names: Omit<Suite, 'run'>, checks: readonly Check<E>[], open: () => Promise<Opened<E>>): Suite {
  return {
    ...names,
    async run(report) {
      const { close, ...opened } = await open();
      try {
        return await runChecks(checks, { ...opened, report });
      } finally {
        await close();
      }
    },
  };
}

async function standInServiceBus(): Promise<Opened<ServiceBusEnvironment>> {
  const { connectionString, close } = await startServiceBus({ topology: serviceBusConformanceTopology });
  return { environment: { connectionString }, isStandIn: true, close };
}

async function realServiceBus(connectionString: string): Promise<Opened<ServiceBusEnvironment>> {
  return { environment: { connectionString }, isStandIn: false, close: async () => undefined };
}

const DATABASE = `conformance-${process.pid}-${Date.now()}`;

async function standInCosmos(): Promise<Opened<CosmosEnvironment>> {
  const { endpoint, key, close } = await startCosmos();
  return { environment: { endpoint, key, database: DATABASE }, isStandIn: true, close };
}

/** The database of the checks costs money as long as it exists. */
async function realCosmos(connectionString: string): Promise<Opened<CosmosEnvironment>> {
  const { endpoint, key } = readConnectionString(connectionString);
  return {
    environment: { endpoint, key, database: DATABASE },
    isStandIn: false,
    async close() {
      await new CosmosClient({ endpoint, key }).database(DATABASE).delete();
    },
  };
}

/** Azure's host runs on Azure alone, so there is no other to check. */
async function ownFunctionsHost(): Promise<Opened<FunctionsHostEnvironment>> {
  const environment = await openFunctionsHostEnvironment();
  return { environment, isStandIn: true, close: environment.close };
}

function readConnectionString(text: string): { endpoint: string; key: string } {
  const [, endpoint, key] = /^AccountEndpoint=([^;]+);AccountKey=([^;]+);?$/.exec(text) ?? [];
  if (endpoint === undefined || key === undefined)
    throw new CommandError('The connection string of Cosmos DB reads AccountEndpoint=…;AccountKey=…');
  return { endpoint, key };
}
