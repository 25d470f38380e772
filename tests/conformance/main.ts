import { only, readOptions, runCommand, wholeNumber } from '../terminal/command.ts';
import { terminal } from '../terminal/terminal.ts';
import type { CheckTally } from './check.ts';
import { counts, featureList } from './report.ts';
import { serve } from './serve.ts';
import { suites } from './suites.ts';

const USAGE = `npm run conformance -- [options]
  --only SUITE          service-bus, cosmos or functions-host
  --json                one line of JSON at the end of standard output, everything else on standard error
  --serve               start the stand-ins for other clients and keep them running
  --service-bus-port N  with --serve (default: any free port)
  --cosmos-port N       with --serve (default: any free port)`;

const HIGHEST_PORT = 65_535;

await runCommand(async () => {
  const options = readOptions(USAGE, {
    only: { type: 'string' },
    json: { type: 'boolean', default: false },
    serve: { type: 'boolean', default: false },
    'service-bus-port': { type: 'string', default: '0' },
    'cosmos-port': { type: 'string', default: '0' },
  });
  const screen = terminal(options.json);
  if (options.serve) {
    const port = (name: 'service-bus-port' | 'cosmos-port') => wholeNumber(name, options[name], HIGHEST_PORT);
    return serve({ serviceBus: port('service-bus-port'), cosmos: port('cosmos-port') }, screen);
  }

  const tallies: Record<string, CheckTally> = {};
  const endpoints = {
    serviceBus: process.env['OMD_CONFORMANCE_SERVICE_BUS'],
    cosmos: process.env['OMD_CONFORMANCE_COSMOS'],
  };
  const asked = only(options.only, suites(endpoints));
  for (const suite of asked) tallies[suite.key] = await suite.run(featureList(suite, screen));

  screen.say('');
  for (const { key, title } of asked) {
    const tally = tallies[key];
    if (tally) screen.say(`${title}: ${counts(tally)}`);
  }
  screen.result(tallies);
  if (Object.values(tallies).some(({ failed }) => failed > 0)) process.exitCode = 1;
});
