import { openPlatform, type Platform } from '../../../infra/local/driver/platform.ts';
import { DAY } from '../../../infra/local/fleet/model/time.ts';
import { DAYS, firstMonth } from '../../../infra/local/story/first-month.ts';
import { personAt } from '../../../infra/local/story/person.ts';
import { product } from '../../../infra/local/supervisor/blueprint.ts';
import type { Log } from '../../../infra/local/functions-host/log.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { DEMO_TENANT } from '../../../infra/local/supervisor/demo-tenant.ts';

export interface MonthOptions {
  readonly devices: number;
  readonly seed: number;
}

/** Plays the month on a platform in memory. Returns what came of it. */
export async function playMonth(fleet: MonthOptions, { say, progress }: Terminal): Promise<object> {
  const { start } = firstMonth;
  const log: Log = (entry) => {
    if (entry.level === 'error') progress(`${entry.functionName ?? ''}: ${entry.message}`);
  };
  const platform = await openPlatform(product, { start, processes: 'one', fleet, play: firstMonth, say, log });
  try {
    await enrol(platform);
    const days = Number(process.env['STORY_DAYS'] ?? DAYS);
    for (let day = 1; day <= days; day += 1) await platform.driver.runUntil(start + day * DAY);
    return { calls: platform.cloud.calls(), ru: platform.ground.cosmos.requestUnits };
  } finally {
    await platform.close();
  }
}

async function enrol(platform: Platform): Promise<void> {
  const ada = personAt(platform, { name: 'Ada', role: 'GlobalAdministrator', tenants: ['*'] });
  await ada('POST', '/api/v1/tenants', { body: DEMO_TENANT });
}
