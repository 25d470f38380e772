import { randomInt } from 'node:crypto';
import { only, readOptions, runCommand, wholeNumber } from '../terminal/command.ts';
import { terminal } from '../terminal/terminal.ts';
import { runStandIns } from './stand-ins/run.ts';

const USAGE = `npm run chaos -- [options]
  --only stand-ins  kill -9 of the Service Bus and Cosmos DB stand-ins under load
  --kills N         how often each is killed (default 30)
  --seed S          the moments of the kills (default: another one each time)
  --json            one line of JSON at the end of standard output, everything else on standard error`;

const MOST_KILLS = 10_000;
const HIGHEST_SEED = 2 ** 31 - 1;

await runCommand(async () => {
  const options = readOptions(USAGE, {
    only: { type: 'string' },
    kills: { type: 'string', default: '30' },
    seed: { type: 'string', default: String(randomInt(HIGHEST_SEED)) },
    json: { type: 'boolean', default: false },
  });
  const screen = terminal(options.json);
  const kills = wholeNumber('kills', options.kills, MOST_KILLS);
  const seed = wholeNumber('seed', options.seed, HIGHEST_SEED);
  const kinds = [{ name: 'stand-ins', run: () => runStandIns({ kills, seed }, screen) }];
  for (const { run } of only(options.only, kinds)) if (!(await run())) process.exitCode = 1;
});
