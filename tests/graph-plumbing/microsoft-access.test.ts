import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { TENANT, testCloud } from '../../infra/local/fleet/test-cloud.ts';
import { SERVICES, type ServiceName } from '../../shared/contracts/events/topology.ts';
import { NEEDED, type Preset } from '../../shared/contracts/microsoft-permissions.ts';
import { readSettings } from '../../shared/functions/settings/settings.ts';
import { microsoftAccess } from '../../shared/graph/microsoft-access.ts';
import { graphSettings } from '../../shared/graph/settings.ts';
import { APPLICATION, logLines } from './room.ts';

let granted: readonly string[];
let server: Awaited<ReturnType<typeof testCloud>>['server'];

beforeEach(async () => {
  ({ server } = await testCloud({ devices: 1, permissionsOf: () => granted }));
  vi.stubEnv('AZURE_POD_IDENTITY_AUTHORITY_HOST', server.metadataUrl);
  onTestFinished(() => void vi.unstubAllEnvs());
});

/** What a service that has just started says of the tenant, signed in as in Azure. */
function accessOf(service: ServiceName, preset: Preset, tenantId = TENANT) {
  const read = readSettings(graphSettings, {
    GRAPH_BASE_URL: server.graphUrl,
    DEFENDER_BASE_URL: server.defenderUrl,
    ENTRA_AUTHORITY: server.authorityUrl,
    GRAPH_APPLICATION_ID: APPLICATION,
    GRAPH_WRITES: preset === 'full' ? 'allowed' : 'not-allowed',
  });
  if ('problems' in read) throw new TypeError(JSON.stringify(read.problems));
  const { log } = logLines();
  const own = { service, tenantId, settings: read.settings, log, state: {}, clock: { now: () => Date.now() } };
  return microsoftAccess({ ...own, correlationId: 'c1' } as never);
}

const callers = SERVICES.filter((service) => NEEDED[service].full.length > 0);
const cases = callers.flatMap((service) => (['read-only', 'full'] as const).map((preset) => ({ service, preset })));

describe('an administrator who has granted', () => {
  it.each(cases)('all that $service needs for $preset is told that nothing is missing', async ({ service, preset }) => {
    granted = NEEDED[service][preset].map(({ name }) => name);
    expect(await accessOf(service, preset)).toMatchObject({ missing: [], refused: [] });
  });

  it.each(cases)('all but one of what $service needs for $preset is told its name', async ({ service, preset }) => {
    const needed = NEEDED[service][preset];
    for (const left of needed) {
      granted = needed.filter((each) => each !== left).map(({ name }) => name);
      expect(await accessOf(service, preset)).toMatchObject({ missing: [left], refused: [] });
    }
  });

  it('nothing yet, since consent is not given, is told so instead of a list', async () => {
    const access = await accessOf('health-monitor', 'full', '00000000-1111-4111-8111-111111111111');
    expect(access).toMatchObject({ missing: [], refused: [{ api: 'graph', why: expect.stringContaining('AADSTS') }] });
  });
});
