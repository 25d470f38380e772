import type { ServiceName } from '../../shared/contracts/events/topology.ts';
import { check, checkWritten } from './check.ts';
import { ask, type Exchange, openExchange } from './exchange.ts';
import { alive, comeToRest, pass, type Run, settle } from './going-on.ts';
import { onceQuiet, onWritten } from './invariants/all.ts';
import type { Command } from './load.ts';
import { deliverAgain, holdBack } from './messages.ts';
import type { Step } from './plan.ts';

/** Lets one step happen. */
export async function take(run: Run, step: Step): Promise<void> {
  const { platform, moments, databaseFaults } = run.product;
  if ('service' in step && !runs(run, step.service)) return;
  switch (step.kind) {
    case 'call': {
      const exchange = await begin(run, step.command);
      for (let time = 0; exchange && time < step.times; time++) await askAlive(run, exchange);
      return;
    }
    case 'call again': {
      const exchange = run.exchanges[step.nth % run.exchanges.length];
      return exchange && askAlive(run, exchange);
    }
    case 'settle':
      return settle(run);
    case 'wait':
      return pass(run, step.seconds * 1_000);
    case 'calm':
      return restAndCheck(run);
    case 'crash':
      return moments.dieAt(step.moment, step.nth);
    case 'meanwhile':
      return moments.meanwhileAt(step.moment, step.nth, async () => {
        const exchange = await begin(run, step.command);
        if (exchange) await ask(run, exchange);
      });
    case 'restart':
      return platform.restart(step.service);
    case 'database':
      return void databaseFaults.add(step.fault);
    case 'bus':
      return void platform.ground.serviceBus.faults.add(step.fault);
    case 'deliver again':
      return deliverAgain(run, step.service, step.nth, step.seconds);
    case 'hold back':
      return moments.meanwhileAt('after-publish', 1, () => holdBack(run, step.service, step.seconds));
  }
}

/** Waits until nothing waits any more, and checks what then must hold. */
export async function restAndCheck(run: Run): Promise<void> {
  await comeToRest(run);
  await checkWritten(run, onWritten);
  await check(run, onceQuiet);
}

export async function askAlive(run: Run, exchange: Exchange): Promise<void> {
  await alive(run, () => ask(run, exchange));
}

function runs({ services }: Run, service: ServiceName): boolean {
  return services.includes(service);
}

async function begin(run: Run, command: Command): Promise<Exchange | undefined> {
  const opened = await alive(run, () => openExchange(run, command, run.exchanges.length));
  if (opened) run.exchanges.push(opened);
  return opened;
}
