import type { Play } from '../driver/stage.ts';
import { messageOf } from '../functions-host/errors.ts';
import type { Blueprint } from './blueprint.ts';
import { parseOptions, type StartOptions } from './options.ts';
import { accessOfDeveloper } from './real-tenant.ts';
import { type Supervisor, supervise } from './supervisor.ts';

/** What a blueprint is run with. */
export interface Production {
  /** Does, once everything answers, what has to be done before anybody is told so; given the address of the gateway. */
  prepare(gateway: string, fleet: StartOptions['fleet']): Promise<void>;
  /** What happens in the simulated fleet; undefined: nothing. */
  playOf(fleet: StartOptions['fleet']): Play | undefined;
}

const BARE: Production = { prepare: async () => undefined, playOf: () => undefined };

/** `npm start`: runs a blueprint until a signal ends it. Speaks on standard error; standard output is for `--json`. */
export async function run(
  blueprint: Blueprint,
  args: readonly string[],
  { prepare, playOf }: Production = BARE,
): Promise<void> {
  // A terminal that was closed takes no more lines; that must not keep anything from ending in order.
  process.stderr.on('error', () => undefined);
  try {
    const options = parseOptions(args);
    await sayWhatMayBeDone(options.fleet);
    const play = playOf(options.fleet);
    const supervisor = await supervise(blueprint, { ...options, say, ...(play && { play }) });
    endWithSignal(supervisor);
    await prepare(supervisor.gateway.url, options.fleet).catch(async (error) => {
      await supervisor.stop();
      throw error;
    });
    // Counted from the start of the process, as the person waiting does.
    const seconds = Number((performance.now() / 1000).toFixed(1));
    say(`\n${table(supervisor)}\n\nready in ${seconds.toFixed(1)} s`);
    supervisor.begin();
    if (options.json) process.stdout.write(`${JSON.stringify({ ready: true, seconds, ...addresses(supervisor) })}\n`);
  } catch (error) {
    say(messageOf(error));
    process.exitCode = 1;
  }
}

/** Before anything is done in a real tenant. */
async function sayWhatMayBeDone({ tenant, allowWrites }: StartOptions['fleet']): Promise<void> {
  if (tenant !== undefined) say(await accessOfDeveloper(tenant, allowWrites ? 'allowed' : 'not-allowed'));
}

const say = (line: string) => void process.stderr.write(`${line}\n`);

/** How long everything together may take to end. */
const LONGEST_STOP_MS = 7_500;

function endWithSignal(supervisor: Supervisor): void {
  const end = async () => {
    say('stopping; once more to stop at once');
    setTimeout(() => process.exit(1), LONGEST_STOP_MS).unref();
    await supervisor.stop();
    say('stopped');
    process.exit(0);
  };
  let ending = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => {
      // The services end with the channel to this process.
      if (ending) process.exit(1);
      ending = true;
      end().catch((error) => {
        say(messageOf(error));
        process.exit(1);
      });
    });
}

function addresses({ gateway, ground: { serviceBus, cosmos } }: Supervisor) {
  return {
    gateway: gateway.url,
    serviceBus: { connectionString: serviceBus.connectionString },
    cosmos: { endpoint: cosmos.endpoint, key: cosmos.key },
  };
}

function table(supervisor: Supervisor): string {
  const { gateway, serviceBus, cosmos } = addresses(supervisor);
  const rows = [
    ['gateway', gateway],
    ['sign-in', `${gateway}/identity/`],
    ['health', `${gateway}/healthz`],
    ['simulation', `${gateway}/simulation`],
    ...supervisor.services.map(({ name }) => [name, `${gateway}/api/v1/${name}/status`]),
    ['Service Bus', serviceBus.connectionString],
    ['Cosmos DB', `AccountEndpoint=${cosmos.endpoint};AccountKey=${cosmos.key};`],
  ];
  const width = Math.max(...rows.map(([name = '']) => name.length));
  return rows.map(([name = '', address]) => `  ${name.padEnd(width)}  ${address}`).join('\n');
}
