import { readOptions, wholeNumber } from '../../terminal/command.ts';
import { terminal } from '../../terminal/terminal.ts';
import { playMonth } from './play-month.ts';

const USAGE = `npm run story -- [options]
  --devices N    size of the fleet (default 1000)
  --seed S       another fleet, another month (default 1)
  --script NAME  first-month, the only one
  --json         one line of JSON at the end of standard output, everything else on standard error`;

/** Plays a month with everything in this process, tells it, and checks what came of it. */
export async function story(): Promise<void> {
  const options = readOptions(USAGE, {
    devices: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    script: { type: 'string', default: 'first-month' },
    json: { type: 'boolean', default: false },
  });
  const devices = wholeNumber('devices', options.devices, 100_000);
  const seed = wholeNumber('seed', options.seed, 2 ** 31 - 1);
  const screen = terminal(options.json);
  const began = performance.now();
  const month = await playMonth({ devices, seed }, screen);
  screen.say(String((performance.now() - began) / 1000));
  screen.result(month);
}
