import { app, type InvocationContext } from '@azure/functions';

interface Change {
  readonly id: string;
  readonly fail?: number;
}

const seen: unknown[] = [];

function note(changes: unknown, context: InvocationContext): void {
  const documents = changes as Change[];
  seen.push({
    function: context.functionName,
    ids: documents.map(({ id }) => id),
    documents,
    retry: context.retryContext,
  });
  const failures = Math.max(0, ...documents.map(({ fail = 0 }) => fail));
  if (failures > (context.retryContext?.retryCount ?? 0)) throw new Error('the handler failed');
}

const source = { connection: 'Cosmos', databaseName: 'fleet', containerName: 'devices', feedPollDelay: 50 } as const;

app.cosmosDB('from-now', {
  ...source,
  leaseContainerName: 'leases',
  leaseContainerPrefix: 'now',
  createLeaseContainerIfNotExists: true,
  handler: note,
});

app.cosmosDB('from-beginning', {
  ...source,
  leaseContainerName: 'leases',
  leaseContainerPrefix: 'beginning',
  createLeaseContainerIfNotExists: true,
  startFromBeginning: true,
  maxItemsPerInvocation: 2,
  retry: {
    strategy: 'exponentialBackoff',
    maxRetryCount: -1,
    minimumInterval: { seconds: 1 },
    maximumInterval: { seconds: 30 },
  },
  handler: note,
});

app.http('seen', { methods: ['GET'], authLevel: 'anonymous', handler: () => ({ jsonBody: seen }) });
