import { app, type InvocationContext } from '@azure/functions';

const seen: unknown[] = [];
let running = 0;
let mostAtOnce = 0;

async function note(input: unknown, context: InvocationContext): Promise<void> {
  running++;
  mostAtOnce = Math.max(mostAtOnce, running);
  seen.push({
    function: context.functionName,
    input,
    metadata: context.triggerMetadata,
    traceParent: context.traceContext?.traceParent,
  });
  try {
    if (fails(input)) throw new Error('the handler failed');
    await new Promise((resolve) => setTimeout(resolve, pauseOf(input)));
  } finally {
    running--;
  }
}

function fails(input: unknown): boolean {
  return Array.isArray(input) ? input.some(fails) : (input as { fail?: unknown } | null)?.fail === true;
}

function pauseOf(input: unknown): number {
  const first: unknown = Array.isArray(input) ? input[0] : input;
  const pause = (first as { pause?: unknown } | null)?.pause;
  return typeof pause === 'number' ? pause : 0;
}

app.serviceBusQueue('single', { connection: 'ServiceBus', queueName: '%QUEUE%', handler: note });
app.serviceBusTopic('subscriber', {
  connection: 'ServiceBus',
  topicName: 'events',
  subscriptionName: 'all',
  handler: note,
});
app.serviceBusQueue('batch', { connection: 'ServiceBus', queueName: '%BATCHES%', cardinality: 'many', handler: note });
app.serviceBusQueue('sessions', {
  connection: 'ServiceBus',
  queueName: 'sessions',
  isSessionsEnabled: true,
  handler: note,
});
app.serviceBusQueue('session-batch', {
  connection: 'ServiceBus',
  queueName: 'session-batches',
  isSessionsEnabled: true,
  cardinality: 'many',
  handler: note,
});

app.http('seen', { methods: ['GET'], authLevel: 'anonymous', handler: () => ({ jsonBody: seen }) });
app.http('most-at-once', { methods: ['GET'], authLevel: 'anonymous', handler: () => ({ jsonBody: mostAtOnce }) });
