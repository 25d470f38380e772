import { messageOf } from '../functions-host/errors.ts';
import type { Blueprint } from './blueprint.ts';
import { parseOptions } from './options.ts';
import { type Supervisor, supervise } from './supervisor.ts';

/** Does, once everything answers, what has to be done before anybody is told so; given the address of the gateway. */
export type Prepare = (gateway: string) => Promise<void>;

/** `npm start`: runs a blueprint until a signal ends it. Speaks on standard error; standard output is for `--json`. */
export async function run(
  blueprint: Blueprint,
  args: readonly string[],
  prepare: Prepare = async () => undefined,
): Promise<void> {
  // A terminal that was closed takes no more lines; that must not keep anything from ending in order.
  process.stderr.on('error', () => undefined);
  try {
    const options = parseOptions(args);
    const supervisor = await supervise(blueprint, { ...options, say });
    endWithSignal(supervisor);
    await prepare(supervisor.gateway.url).catch(async (error) => {
      await supervisor.stop();
      throw error;
    });
    // Counted from the start of the process, as the person waiting does.
    const seconds = Number((performance.now() / 1000).toFixed(1));
    say(`\n${table(supervisor)}\n\nready in ${seconds.toFixed(1)} s`);
    if (options.json) process.stdout.write(`${JSON.stringify({ ready: true, seconds, ...addresses(supervisor) })}\n`);
  } catch (error) {
    say(messageOf(error));
    process.exitCode = 1;
  }
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
