import { ServiceBusClient } from '@azure/service-bus';
import { drivenClock, wallClock } from '../../../infra/local/clock/clock.ts';
import { openDriver } from '../../../infra/local/driver/driver.ts';
import { type HostOptions, openHost } from '../../../infra/local/functions-host/host.ts';
import { startServiceBus } from '../../../infra/local/service-bus/broker.ts';
import { openInProcess } from '../../../infra/local/supervisor/service-in-process.ts';
import { interleaved, rateOf } from '../rounds.ts';
import { type Row, row } from '../row.ts';
import { whenHandled, withSampleApp } from './sample-app.ts';

const TICKS = 1_000;
const MESSAGES = 1_000;

/** A timer of every second on a driven clock. */
export async function timerRows(progress: (line: string) => void): Promise<Row[]> {
  progress('host timer …');
  const code = "app.timer('tick', { schedule: '* * * * * *', handler: () => handled(1) });";
  return withSampleApp(code, async (root) => {
    const clock = drivenClock(0);
    const service = await openInProcess('timer', { root, environment: {}, clock, log: () => undefined });
    const driver = openDriver({ clock, services: () => [service] });
    const rates = await interleaved([driver], async () => {
      const all = whenHandled(TICKS);
      return rateOf(TICKS, async () => {
        await driver.runUntil(clock.now() + TICKS * 1_000);
        await all;
      });
    });
    await service.stop(1_000);
    return [row('host timer dispatch, driven', rates.get(driver) ?? Number.NaN, '/s')];
  });
}

const TRIGGERS = {
  'one message at a time':
    "app.serviceBusQueue('one', { connection: 'ServiceBus', queueName: 'work', handler: () => handled(1) });",
  'in batches':
    "app.serviceBusQueue('many', { connection: 'ServiceBus', queueName: 'work', cardinality: 'many', handler: (all) => handled(all.length) });",
};

/** From the broker through the SDK to the handler and back to the broker, all in one process. */
export async function queueRows(progress: (line: string) => void): Promise<Row[]> {
  const rows: Row[] = [];
  for (const [name, code] of Object.entries(TRIGGERS)) {
    progress(`host queue, ${name} …`);
    const rates = await withSampleApp(code, (root) => interleaved([name], () => dispatchRate(root)));
    rows.push(row(`host queue dispatch, ${name}`, rates.get(name) ?? Number.NaN, '/s'));
  }
  return rows;
}

async function dispatchRate(root: string): Promise<number> {
  const bus = await startServiceBus({ topology: { queues: { work: {} }, topics: {} } });
  const client = new ServiceBusClient(bus.connectionString);
  const bodies = Array.from({ length: MESSAGES }, (_, index) => ({ body: { index } }));
  await client.createSender('work').sendMessages(bodies);
  const environment: NonNullable<HostOptions['environment']> = { ServiceBus: bus.connectionString };
  const host = await openHost({ root, environment, clock: wallClock, mode: 'wall', log: () => undefined });
  const all = whenHandled(MESSAGES);
  const rate = await rateOf(MESSAGES, async () => {
    await host.start();
    await all;
  });
  await host.drain(1_000);
  await client.close();
  await bus.close();
  return rate;
}
