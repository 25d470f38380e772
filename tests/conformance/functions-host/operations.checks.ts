import assert from 'node:assert/strict';
import { checks } from './checks.ts';
import { type OpenedApp, until } from './environment.ts';

/** A namespace that nobody serves. */
const AWAY = 'Endpoint=sb://127.0.0.1:1;SharedAccessKeyName=a;SharedAccessKey=b;UseDevelopmentEmulator=true;';

export const hooks = checks('hooks', {
  'run before and after, and share their data': async ({ open }) => {
    const app = await open('hooks');
    assert.equal(await (await app.get('plain')).text(), 'plain');
    assert.deepEqual(await app.seen<string>(), ['appStart', 'before plain', 'after plain: carried over, succeeded']);
  },
  'before may replace the handler': async ({ open }) => {
    assert.equal(await (await (await open('hooks')).get('replaced')).text(), 'by the hook');
  },
  'before that throws fails the invocation, and none after it runs': async ({ open }) => {
    const app = await open('hooks');
    assert.equal((await app.get('stopped')).status, 500);
    assert.deepEqual(await app.seen<string>(), ['appStart', 'before stopped']);
  },
  'after may turn a failure into an answer': async ({ open }) => {
    const app = await open('hooks');
    assert.equal(await (await app.get('rescued')).text(), 'rescued by the hook');
    assert.deepEqual((await app.seen<string>()).at(-1), 'after rescued: carried over, failed');
  },
  'of the log may change a line': async ({ open }) => {
    const app = await open('hooks');
    await app.get('plain');
    const line = app.log.find(({ category }) => category === 'user');
    assert.deepEqual([line?.level, line?.message, line?.functionName], ['warning', '[hooked] hello', 'plain']);
  },
  'of the end run when the host has drained': async ({ open }) => {
    const ended = globalThis as { terminated?: boolean };
    delete ended.terminated;
    const { host } = await open('hooks');
    await host.drain(5_000);
    assert.equal(ended.terminated, true);
  },
  'that do not exist are refused with a RangeError of the system': async ({ openSource }) => {
    const { get } = await openSource(`
      let error;
      try { require('@azure/functions-core').registerHook('nonsense', () => {}); } catch (caught) { error = caught; }
      app.http('error', { authLevel: 'anonymous', handler: () => ({ jsonBody: [error.name, error.isAzureFunctionsSystemError] }) });`);
    assert.deepEqual(await (await get('error')).json(), ['RangeError', true]);
  },
  'and functions cannot be registered once the app has started': async ({ openSource }) => {
    const app = await openSource(`
      app.http('late', { authLevel: 'anonymous', handler: () => { app.http('later', { handler: () => ({}) }); return {}; } });`);
    assert.equal((await app.get('late')).status, 500);
    assert.ok(app.log.some(({ message }) => message.includes('can only be registered during app startup')));
  },
});

export const operations = checks('operations', {
  'tells the state of the host under /admin/host/status': async ({ open }) => {
    const { get } = await open('hooks');
    const response = await get('admin/host/status');
    assert.equal(response.status, 200);
    assert.equal(((await response.json()) as { state: string }).state, 'Running');
  },
  'runs a timer by hand': async ({ open }) => {
    const app = await open('timers', { environment: { SCHEDULE: '0 0 0 1 1 *' } });
    assert.equal((await run(app, 'Interval', '{"input":""}')).status, 202);
    const [seen] = await until(async () => {
      const found = await app.seen<{ function: string; timer: { isPastDue: boolean } }>();
      return found.length > 0 && found;
    });
    assert.deepEqual([seen?.function, seen?.timer.isPastDue], ['interval', false]);
  },
  'runs a message function by hand with the input it is given': async ({ open }) => {
    const app = await open('messages', {
      environment: {
        ServiceBus: AWAY,
        QUEUE: 'q',
        BATCHES: 'b',
      },
    });
    assert.equal((await run(app, 'single', '{"input":"{\\"n\\":1}"}')).status, 202);
    const seen = await until(async () => {
      const found = await app.seen<{ input: unknown }>();
      return found.length > 0 && found;
    });
    assert.deepEqual(
      seen.map(({ input }) => input),
      [{ n: 1 }],
    );
  },
  'answers 404 to the name of no function, and 400 to what is no JSON': async ({ open }) => {
    const app = await open('hooks');
    assert.equal((await run(app, 'nobody', '{}')).status, 404);
    assert.equal((await run(app, 'plain', '{')).status, 400);
  },
  'finishes the calls that run when it drains, and answers them': async ({ openSource }) => {
    const { host } = await openSource(`
      app.http('slow', { authLevel: 'anonymous', handler: async () => {
        await new Promise((resolve) => setTimeout(resolve, 100));
        return { body: 'finished' };
      } });`);
    const port = await host.listen(0);
    const answer = fetch(`http://127.0.0.1:${port}/slow`);
    await until(() => host.state.invocations.running === 1);
    assert.equal(await host.drain(5_000), true);
    assert.equal(await (await answer).text(), 'finished');
    await assert.rejects(fetch(`http://127.0.0.1:${port}/slow`));
  },
  'cuts off what takes longer than the deadline of a drain': async ({ openSource }) => {
    const { host } = await openSource(
      `app.http('stuck', { authLevel: 'anonymous', handler: () => new Promise(() => {}) });`,
    );
    const port = await host.listen(0);
    const answer = fetch(`http://127.0.0.1:${port}/stuck`).catch(() => 'cut off');
    await until(() => host.state.invocations.running === 1);
    assert.equal(await host.drain(50), false);
    assert.equal(await answer, 'cut off');
  },
  'ends a driven run when the bus stays away for ten rounds': async ({ open }) => {
    const { host } = await open('messages', {
      environment: { ServiceBus: AWAY, QUEUE: 'q', BATCHES: 'b' },
      serviceBusClientOptions: { retryOptions: { maxRetries: 0, timeoutInMs: 500 } },
      pending: (path) => (path === 'q' ? 1 : 0),
    });
    for (let round = 1; round < 10; round++) assert.equal(await host.round(), 1);
    await assert.rejects(host.round(), /ECONNREFUSED/);
  },
  'says which function cannot reach the bus, and lets the others work': async ({ open }) => {
    const app = await open('messages', {
      mode: 'wall',
      environment: {
        ServiceBus: AWAY,
        QUEUE: 'q',
        BATCHES: 'b',
      },
      serviceBusClientOptions: { retryOptions: { maxRetries: 0, timeoutInMs: 500 } },
    });
    await app.host.start();
    await until(() => Object.keys(app.host.state.faults).length === 5);
    assert.match(app.host.state.faults['single'] ?? '', /^Service Bus "ServiceBus", q: .*ECONNREFUSED/);
    assert.ok(app.log.some(({ level, functionName }) => level === 'error' && functionName === 'single'));
    assert.equal((await app.get('seen')).status, 200);
  },
});

function run({ get }: OpenedApp, name: string, body: string): Promise<Response> {
  return get(`admin/functions/${name}`, { method: 'POST', body, headers: { 'content-type': 'application/json' } });
}
