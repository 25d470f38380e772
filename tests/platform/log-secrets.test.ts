import { CosmosClient } from '@azure/cosmos';
import { expect, it, onTestFinished } from 'vitest';
import { openPlatform } from '../../infra/local/driver/platform.ts';
import { HOUR } from '../../infra/local/fleet/model/time.ts';
import type { LogEntry } from '../../infra/local/functions-host/log.ts';
import { personAt } from '../../infra/local/story/person.ts';
import { product } from '../../infra/local/supervisor/blueprint.ts';
import { DEMO_TENANT } from '../../infra/local/supervisor/demo-tenant.ts';
import { SERVICES } from '../../shared/contracts/events/topology.ts';
import { hardDays } from '../chaos/story/hard-days.ts';
import { planted, secretsIn } from './secrets.ts';

it('no line of a log and no event says a key, a token or a secret, though calls fail and webhooks are signed', async () => {
  const lines: LogEntry[] = [];
  const settings = { LOG_FORMAT: 'json' };
  const options = {
    start: hardDays.start,
    processes: 'one',
    play: hardDays,
    fleet: { devices: 12 },
    settings,
  } as const;
  const platform = await openPlatform(product, { ...options, log: (entry) => void lines.push(entry) });
  onTestFinished(() => platform.close());
  const ada = personAt(platform, { name: 'Ada', role: 'GlobalAdministrator', tenants: ['*'] });
  await ada('POST', '/api/v1/tenants', { body: DEMO_TENANT });
  // Devices are imported and shipped, and a third of the calls to Microsoft time out.
  await platform.driver.runUntil(hardDays.start + 5 * HOUR);
  // Somebody shows what nobody should see, and is refused.
  for (const service of SERVICES)
    await platform.fetch(
      new Request(
        `http://127.0.0.1/api/v1/${service}/tenants/${DEMO_TENANT.entraTenantId}/status?key=${planted['bus key']}`,
        {
          headers: { authorization: `Bearer ${planted.token}x` },
        },
      ),
    );

  const said = lines.map((line) => JSON.stringify(line));
  expect(said.some((line) => line.includes('504'))).toBe(true);
  const { ground } = platform;
  const keys = [ground.cosmos.key, /SharedAccessKey=([^;]+)/.exec(ground.serviceBus.connectionString)?.[1] ?? '-'];
  const leaks = said.filter((line) => secretsIn(line).length > 0 || keys.some((key) => line.includes(key)));
  expect(leaks).toEqual([]);

  const database = new CosmosClient({ ...ground.cosmos, key: ground.cosmos.key }).database(product.database);
  const { resources } = await database
    .container('device-registration')
    .items.query("SELECT c.event FROM c WHERE c.kind = 'event'")
    .fetchAll();
  expect(resources.length).toBeGreaterThan(12);
  expect(secretsIn(JSON.stringify(resources))).toEqual([]);
}, 180_000);
