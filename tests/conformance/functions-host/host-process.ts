import { wallClock } from '../../../infra/local/clock/clock.ts';
import { openHost } from '../../../infra/local/functions-host/host.ts';

// Runs the app of a folder by itself, in a process that a check may kill.
const [, , root = ''] = process.argv;
const host = await openHost({ root, clock: wallClock, mode: 'wall', log: () => undefined });
await host.start();
process.on('disconnect', () => process.exit());
process.send?.('started');
