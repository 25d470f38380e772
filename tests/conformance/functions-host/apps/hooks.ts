import { app } from '@azure/functions';

const seen: string[] = [];

app.hook.appStart((context) => {
  context.hookData['started'] = true;
  seen.push('appStart');
});

app.hook.preInvocation((context) => {
  if (context.invocationContext.functionName === 'seen') return;
  seen.push(`before ${context.invocationContext.functionName}`);
  context.hookData['mark'] = 'carried over';
  if (context.invocationContext.functionName === 'stopped') throw new Error('the hook says no');
  if (context.invocationContext.functionName === 'replaced') context.functionHandler = () => ({ body: 'by the hook' });
});

app.hook.postInvocation((context) => {
  if (context.invocationContext.functionName === 'seen') return;
  seen.push(
    `after ${context.invocationContext.functionName}: ${context.hookData['mark']}, ${context.error ? 'failed' : 'succeeded'}`,
  );
  if (context.invocationContext.functionName === 'rescued') {
    context.error = undefined;
    context.result = { body: 'rescued by the hook' };
  }
});

app.hook.log((context) => {
  if (context.category === 'user') context.message = `[hooked] ${context.message}`;
});

app.hook.appTerminate(() => {
  (globalThis as { terminated?: boolean }).terminated = true;
});

const options = { methods: ['GET'] as 'GET'[], authLevel: 'anonymous' as const };

app.http('plain', {
  ...options,
  handler: (_request, context) => {
    context.warn('hello');
    return { body: 'plain' };
  },
});
app.http('stopped', { ...options, handler: () => ({ body: 'never' }) });
app.http('replaced', { ...options, handler: () => ({ body: 'never' }) });
app.http('rescued', {
  ...options,
  handler: () => {
    throw new Error('the handler failed');
  },
});
app.http('seen', { ...options, handler: () => ({ jsonBody: seen }) });
