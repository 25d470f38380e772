import assert from 'node:assert/strict';
import { wallClock } from '../../../infra/local/clock/clock.ts';
import { HostError, type HostErrorCode } from '../../../infra/local/functions-host/errors.ts';
import { openHost } from '../../../infra/local/functions-host/host.ts';
import { forgetfulTimerStatus } from '../../../infra/local/functions-host/timers/timer-status.ts';
import { checks } from './checks.ts';
import type { AppOptions, FunctionsHostEnvironment } from './environment.ts';

const handler = 'handler: () => ({})';
const bus = { environment: { ServiceBus: 'Endpoint=sb://127.0.0.1:1;SharedAccessKeyName=a;SharedAccessKey=b' } };

export const loading = checks('loading', {
  'sorts the functions by name, without regard to case': async ({ openSource }) => {
    const { host } = await openSource(`for (const name of ['b', 'C', 'a']) app.http(name, { ${handler} });`);
    assert.deepEqual(
      host.functions.map(({ name }) => name),
      ['a', 'b', 'C'],
    );
  },
  'keeps the functions of two apps in one process apart': async ({ openSource }) => {
    const first = await openSource(`app.http('same', { authLevel: 'anonymous', handler: () => ({ body: 'first' }) });`);
    const second = await openSource(
      `app.http('same', { authLevel: 'anonymous', handler: () => ({ body: 'second' }) });`,
    );
    assert.deepEqual(
      [await (await first.get('same')).text(), await (await second.get('same')).text()],
      ['first', 'second'],
    );
  },
  'evaluates the bundle anew when an app is opened again': async ({ openSource }) => {
    const app = await openSource(
      `let calls = 0; app.http('count', { authLevel: 'anonymous', handler: () => ({ body: String(++calls) }) });`,
    );
    await app.get('count');
    const again = await app.again();
    assert.equal(await (await again.get('count')).text(), '1');
  },
  'loads an ES module, and waits for it': async (environment) => {
    const { host } = await openFiles(environment, {
      'package.json': JSON.stringify({ main: 'app.mjs' }),
      'app.mjs': `await Promise.resolve(); import { createRequire } from 'node:module'; const core = createRequire(import.meta.url)('@azure/functions-core'); core.setProgrammingModel({}); core.registerFunction({ name: 'late', bindings: { request: { type: 'httpTrigger', direction: 'in', authLevel: 'anonymous', methods: ['GET'] } } }, () => {});`,
    });
    assert.deepEqual(
      host.functions.map(({ name }) => name),
      ['late'],
    );
  },
  'loads every file that a pattern in "main" matches': async (environment) => {
    const register = (name: string) =>
      `const core = require('@azure/functions-core'); core.setProgrammingModel({}); core.registerFunction({ name: '${name}', bindings: { request: { type: 'httpTrigger', direction: 'in', authLevel: 'anonymous', methods: ['GET'] } } }, () => {});`;
    const { host } = await openFiles(environment, {
      'package.json': JSON.stringify({ main: 'dist/*.js' }),
      'dist/one.js': register('one'),
      'dist/two.js': register('two'),
      'dist/deeper/three.js': register('three'),
    });
    assert.deepEqual(
      host.functions.map(({ name }) => name),
      ['one', 'two'],
    );
  },
  'says so when nothing was registered': async ({ openSource }) => {
    const { host } = await openSource('void app;');
    assert.match(host.warnings[0] ?? '', /No function was registered/);
  },
  'says which sections of host.json have no effect here': async ({ openSource }) => {
    const hostJson = { version: '2.0', functionTimeout: '00:05:00', extensions: { queues: {} } };
    const { host } = await openSource(`app.http('h', { authLevel: 'anonymous', ${handler} });`, { hostJson });
    assert.deepEqual(host.warnings, [
      'host.json: "functionTimeout" has no effect here.',
      'host.json: "extensions.queues" has no effect here.',
    ]);
  },
  'warns that two feeds without a prefix share their leases': async ({ openSource }) => {
    const feed = `{ connection: 'Cosmos', databaseName: 'd', containerName: 'c', ${handler} }`;
    const { host } = await openSource(`app.cosmosDB('a', ${feed}); app.cosmosDB('b', ${feed});`, {
      environment: { Cosmos: 'AccountEndpoint=http://127.0.0.1:1/;AccountKey=a2V5;' },
    });
    assert.match(host.warnings[0] ?? '', /"b" shares its leases with "a"/);
  },
  'warns that a function key is not asked for here': async ({ openSource }) => {
    const { host } = await openSource(`app.http('keyed', { authLevel: 'function', ${handler} });`);
    assert.match(host.warnings[0] ?? '', /"keyed": authLevel "function"/);
  },
});

export const refusals = checks('refusals', {
  'a folder without package.json': refusesFiles({}, 'AppNotFound', /package\.json cannot be read/),
  'a package without a built bundle': refusesFiles(
    { 'package.json': '{"main":"dist/main.js"}' },
    'AppNotFound',
    /dist\/main\.js.*build the app first/,
  ),
  'a bundle that throws': refuses(
    `throw new Error('broken on purpose');`,
    'AppBroken',
    /dist\/main\.js.*broken on purpose/,
  ),
  'an app without host.json': refusesFiles(
    { 'package.json': '{"main":"a.js"}', 'a.js': '', 'host.json': '{' },
    'HostJsonInvalid',
    /host\.json cannot be read/,
  ),
  'a wrong value in host.json': refuses('void app;', 'HostJsonInvalid', /maxConcurrentCalls/, {
    hostJson: { version: '2.0', extensions: { serviceBus: { maxConcurrentCalls: 0 } } },
  }),
  'a section of host.json that would have no effect here': refuses(
    'void app;',
    'HostJsonInvalid',
    /enableCrossEntityTransactions/,
    {
      hostJson: { version: '2.0', extensions: { serviceBus: { enableCrossEntityTransactions: true } } },
    },
  ),
  'two functions of one name': refuses(
    `app.http('Twice', { ${handler} }); try { app.http('twice', { ${handler} }); } catch {}`,
    'FunctionDuplicate',
    /"twice" is registered twice/,
  ),
  'a name that is none': refuses(`app.http('1st', { ${handler} });`, 'FunctionNameInvalid', /"1st"/),
  'the name "host"': refuses(`app.http('Host', { ${handler} });`, 'FunctionNameInvalid', /"Host"/),
  'an appStart hook that throws': refuses(
    `app.hook.appStart(() => { throw new Error('not today'); });`,
    'StartHookFailed',
    /not today/,
  ),
  'an app setting in percent signs that is not set': refuses(
    `app.timer('t', { schedule: '%WHEN%', ${handler} });`,
    'SettingMissing',
    /"t".*schedule.*"WHEN"/,
  ),
  'a connection that no setting tells': refuses(
    `app.serviceBusQueue('q', { connection: 'Bus', queueName: 'x', ${handler} });`,
    'SettingMissing',
    /"q".*connection.*"Bus".*"Bus__fullyQualifiedNamespace"/,
  ),
  'a setting that is no connection string': refuses(
    `app.serviceBusQueue('q', { connection: 'Bus', queueName: 'x', ${handler} });`,
    'SettingInvalid',
    /"q".*"Bus" is no connection string/,
    { environment: { Bus: 'secret-value' } },
  ),
  'a day of week 7': refusesSchedule('0 0 0 * * 7', /"7" is no day of week/),
  'the last day of a month': refusesSchedule('0 0 0 L * *', /"L" is no day of month/),
  'a nickname': refusesSchedule('@daily', /"@daily".*neither an NCRONTAB expression/),
  'a second 60': refusesSchedule('60 * * * * *', /"60" is no second/),
  'an interval of 24 hours in the place of hours': refusesSchedule('24:00:00', /hours below 24/),
  'a time zone that does not exist': refuses(
    `app.timer('t', { schedule: '0 0 * * * *', ${handler} });`,
    'ScheduleInvalid',
    /WEBSITE_TIME_ZONE "Nowhere"/,
    {
      environment: { WEBSITE_TIME_ZONE: 'Nowhere' },
    },
  ),
  'a trigger of another kind': refuses(
    `app.storageQueue('s', { connection: 'c', queueName: 'q', ${handler} });`,
    'BindingUnsupported',
    /"s".*queueTrigger.*not supported/,
  ),
  'an output binding other than the HTTP response': refuses(
    `import { output } from '@azure/functions'; app.http('o', { extraOutputs: [output.serviceBusQueue({ connection: 'c', queueName: 'q' })], ${handler} });`,
    'BindingUnsupported',
    /"o".*output binding "serviceBus"/,
  ),
  'an input binding': refuses(
    `import { input } from '@azure/functions'; app.http('i', { extraInputs: [input.storageBlob({ connection: 'c', path: 'p' })], ${handler} });`,
    'BindingUnsupported',
    /"i".*input binding "blob"/,
  ),
  'a retry policy on Service Bus': refuses(
    `app.serviceBusQueue('q', { connection: 'ServiceBus', queueName: 'x', retry: { strategy: 'fixedDelay', maxRetryCount: 1, delayInterval: 1000 }, ${handler} });`,
    'BindingUnsupported',
    /"q": "retry" has no effect on a serviceBusTrigger/,
    bus,
  ),
  'an SDK binding': refuses(
    `app.serviceBusQueue('q', { connection: 'ServiceBus', queueName: 'x', sdkBinding: true, ${handler} });`,
    'BindingUnsupported',
    /"q": sdkBinding/,
    bus,
  ),
  'HTTP streams': refuses(
    `app.setup({ enableHttpStream: true }); app.http('h', { ${handler} });`,
    'BindingUnsupported',
    /enableHttpStream/,
  ),
  'a misspelt option of a trigger': refuses(
    `app.serviceBusQueue('q', { connection: 'ServiceBus', queueName: 'x', isBatched: true, ${handler} } as never);`,
    'BindingInvalid',
    /"q".*[\s\S]*isBatched/,
    bus,
  ),
  'a route template that cannot be read': refuses(
    `app.http('r', { route: 'a/{id:whole}', ${handler} });`,
    'RouteInvalid',
    /"r".*"whole" is no constraint/,
  ),
  'a route under admin/': refuses(`app.http('r', { route: 'admin/x', ${handler} });`, 'RouteInvalid', /"r".*"admin\//),
  'one route and method for two functions': refuses(
    `app.http('a', { route: 'x', methods: ['GET'], ${handler} }); app.http('b', { route: 'X', methods: ['POST', 'GET'], ${handler} });`,
    'RouteConflict',
    /"b": GET \/X is the route of function "a"/,
  ),
});

export const settings = checks('settings', {
  'fills %NAME% in and follows connection to a setting or a namespace': async ({ openSource }) => {
    const { host } = await openSource(
      `app.serviceBusQueue('q', { connection: 'Bus', queueName: '%QUEUE%', ${handler} });`,
      {
        environment: {
          QUEUE: 'inbox',
          Bus__fullyQualifiedNamespace: 'omd.servicebus.windows.net',
          Bus__clientId: 'c-1',
        },
      },
    );
    const { trigger } = host.functions[0] ?? {};
    assert.deepEqual(trigger?.type === 'serviceBusTrigger' && [trigger.entity, trigger.connection], [
      { kind: 'queue', queueName: 'inbox' },
      { kind: 'identity', address: 'omd.servicebus.windows.net', clientId: 'c-1' },
    ]);
  },
  'adds local.settings.json, which never overrides what is set': async ({ openSource }) => {
    const environment: Record<string, string> = { SET: '0 0 1 * * *', EMPTY: '' };
    await openSource(
      `app.timer('a', { schedule: '%SET%', ${handler} }); app.timer('b', { schedule: '%EMPTY%', ${handler} });`,
      {
        environment,
        files: { 'local.settings.json': JSON.stringify({ Values: { SET: 'overridden', EMPTY: '0 0 2 * * *' } }) },
      },
    );
    assert.deepEqual(environment, { SET: '0 0 1 * * *', EMPTY: '0 0 2 * * *' });
  },
  'lets AzureFunctionsJobHost__ settings override host.json': async ({ openSource }) => {
    const { get } = await openSource(`app.http('h', { authLevel: 'anonymous', ${handler} });`, {
      environment: { AzureFunctionsJobHost__extensions__HTTP__routePrefix: 'over' },
    });
    assert.equal((await get('over/h')).status, 200);
  },
});

function refuses(source: string, code: HostErrorCode, message: RegExp, options: AppOptions = {}) {
  return ({ openSource }: FunctionsHostEnvironment) => assertRefused(() => openSource(source, options), code, message);
}

function refusesFiles(files: Readonly<Record<string, string>>, code: HostErrorCode, message: RegExp) {
  return (environment: FunctionsHostEnvironment) => assertRefused(() => openFiles(environment, files), code, message);
}

function refusesSchedule(schedule: string, message: RegExp) {
  return refuses(`app.timer('t', { schedule: '${schedule}', ${handler} });`, 'ScheduleInvalid', message);
}

async function assertRefused(open: () => Promise<unknown>, code: HostErrorCode, message: RegExp): Promise<void> {
  const error = await open().then(
    () => assert.fail(`Expected a refusal with ${code}, but the app was opened.`),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof HostError, String(error));
  assert.equal(error.code, code, error.message);
  assert.match(error.message, message);
  assert.doesNotMatch(error.message, /secret-value/);
}

async function openFiles(environment: FunctionsHostEnvironment, files: Readonly<Record<string, string>>) {
  const root = await environment.folder({ 'host.json': '{"version":"2.0"}', ...files });
  const host = await openHost({
    root,
    clock: wallClock,
    mode: 'driven',
    environment: {},
    timerStatus: forgetfulTimerStatus(),
    log: () => {},
  });
  return { host };
}
