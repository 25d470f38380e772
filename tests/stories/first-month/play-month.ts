import { openPlatform, type Platform } from '../../../infra/local/driver/platform.ts';
import { DAY } from '../../../infra/local/fleet/model/time.ts';
import type { Log } from '../../../infra/local/functions-host/log.ts';
import { order } from '../../../infra/local/story/asking.ts';
import { DAYS, firstMonth } from '../../../infra/local/story/first-month.ts';
import { personAt } from '../../../infra/local/story/person.ts';
import { product } from '../../../infra/local/supervisor/blueprint.ts';
import { DEMO_TENANT } from '../../../infra/local/supervisor/demo-tenant.ts';
import { tenantEndpoints } from '../../../shared/contracts/http/tenants.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { evidenceOf } from './evidence.ts';
import type { Month } from './expectations.ts';
import { eventsIn, outcomeOf, spentOn } from './outcome.ts';

export interface MonthOptions {
  readonly devices: number;
  readonly seed: number;
}

export interface PlayedMonth extends Month {
  readonly wallSeconds: number;
  /** Events of all services. */
  readonly events: number;
}

/** Plays the month on a platform in memory. Rejects when the product does not answer at its end. */
export async function playMonth(fleet: MonthOptions, { say, progress }: Terminal): Promise<PlayedMonth> {
  const { start } = firstMonth;
  const log: Log = ({ level, functionName, message }) => {
    if (level === 'error') progress(`${functionName}: ${message}`);
  };
  const platform = await openPlatform(product, { start, processes: 'one', fleet, play: firstMonth, say, log });
  const began = performance.now();
  try {
    await enrol(platform);
    await platform.driver.runUntil(start + DAYS * DAY);
    const wallSeconds = (performance.now() - began) / 1000;
    const events = eventsIn(platform);
    // Counted first: to read all this costs something too.
    const spent = spentOn(platform);
    const evidence = await evidenceOf(platform, DEMO_TENANT.entraTenantId);
    const outcome = outcomeOf(platform, { ...fleet, days: DAYS, spent }, evidence);
    return { outcome, evidence, wallSeconds, events };
  } finally {
    await platform.close();
  }
}

async function enrol(platform: Platform): Promise<void> {
  const ada = personAt(platform, { name: 'Ada', role: 'GlobalAdministrator', tenants: ['*'] });
  await order(ada, tenantEndpoints.enrolTenant, {}, { body: DEMO_TENANT });
}
