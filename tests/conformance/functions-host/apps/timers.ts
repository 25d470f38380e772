import { app, type InvocationContext, type Timer } from '@azure/functions';

const seen: unknown[] = [];

function note(timer: Timer, context: InvocationContext): void {
  seen.push({
    function: context.functionName,
    timer,
    retry: context.retryContext,
    hasTriggerMetadata: context.triggerMetadata !== undefined,
  });
}

app.timer('every-five-minutes', { schedule: '%SCHEDULE%', handler: note });
app.timer('interval', { schedule: '02:00:00', handler: note });
app.timer('on-startup', { schedule: '0 0 0 1 1 *', runOnStartup: true, useMonitor: false, handler: note });

app.timer('unsteady', {
  schedule: '0 30 5 * * *',
  retry: { strategy: 'fixedDelay', maxRetryCount: 2, delayInterval: { seconds: 10 } },
  handler: (timer, context) => {
    note(timer, context);
    throw new Error('never works');
  },
});

app.http('seen', { methods: ['GET'], authLevel: 'anonymous', handler: () => ({ jsonBody: seen }) });
