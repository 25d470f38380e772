import { drivenClock } from '../../../infra/local/clock/clock.ts';
import { type FleetServer, startFleet } from '../../../infra/local/fleet/fleet-server.ts';
import { fairWeather } from '../../../infra/local/fleet/graph/weather.ts';
import { createFleet } from '../../../infra/local/fleet/model/fleet.ts';
import { createTenant } from '../../../infra/local/fleet/tenant/tenant.ts';
import { interleaved } from '../rounds.ts';
import { type Row, row } from '../row.ts';

const DEVICES = 100_000;
const START = Date.parse('2026-06-09T00:00:00Z');
const TENANT = '6d1f2a80-0c5e-4f3b-9a6d-2b7c4e8f1a35';
const SELECT =
  '$select=id,azureADDeviceId,deviceName,serialNumber,manufacturer,model,osVersion,complianceState,isEncrypted,lastSyncDateTime,enrolledDateTime,managementAgent,userId,userPrincipalName,freeStorageSpaceInBytes';
const MANAGED = '/v1.0/deviceManagement/managedDevices';

/** What answers of the simulated Graph cost with a hundred thousand devices, without a socket. */
export async function graphRows(progress: (line: string) => void): Promise<Row[]> {
  progress(`fleet, a tenant of ${DEVICES} devices …`);
  const clock = drivenClock(START);
  const fleet = createFleet({ seed: 1, devices: DEVICES, start: START, consistency: 'strong' });
  const tenant = createTenant({ id: TENANT, displayName: 'Contoso', seed: 1, fleet });
  const options = { tenants: [tenant], clock, seed: 1, weather: fairWeather, throttleScale: 1_000 };
  const server = await startFleet(options);
  try {
    const send = await sender(server);
    const ask: Ask = async (...call) => (await (await send(...call)).json()) as Record<string, string>;
    // Reading JSON is the time of whoever asked.
    const read = async (path: string) => (await send('GET', path)).arrayBuffer();
    const { '@odata.deltaLink': delta } = await lastPage(ask, '/v1.0/groups/delta?$select=displayName');
    const requests = Array.from({ length: 20 }, (_, n) => ({
      id: String(n),
      method: 'GET',
      url: `/users?$top=1&$skip=${n}`,
    }));
    const subjects: Readonly<Record<string, () => Promise<unknown>>> = {
      'graph page of 1,000 managed devices, 15 properties': () => read(`${MANAGED}?${SELECT}`),
      'graph filter of 100,000 devices by last contact': () =>
        read(`${MANAGED}?$select=id&$filter=lastSyncDateTime gt 2026-06-08T23:00:00Z`),
      'graph filter of 100,000 devices by serial number': () => read(`${MANAGED}?$filter=serialNumber eq 'none'`),
      'graph delta of groups without changes': () => read(pathOf(delta)),
      'graph batch of 20': () => ask('POST', '/v1.0/$batch', { requests }),
      'graph export of 100,000 rows, from request to archive': () => exported(ask, server, clock),
    };
    progress('fleet, answers of Graph …');
    const medians = await interleaved(Object.keys(subjects), async (name) => {
      const began = performance.now();
      await subjects[name]?.();
      return performance.now() - began;
    });
    return [...medians].map(([name, milliseconds]) => row(name, milliseconds, 'ms'));
  } finally {
    await server.close();
  }
}

type Send = (method: string, path: string, body?: object) => Promise<Response>;
type Ask = (...call: Parameters<Send>) => Promise<Record<string, string>>;

async function sender(server: FleetServer): Promise<Send> {
  const form = {
    grant_type: 'client_credentials',
    client_id: 'bench',
    client_secret: 'any',
    scope: 'https://graph.microsoft.com/.default',
  };
  const url = `${server.authorityUrl}/${TENANT}/oauth2/v2.0/token`;
  const granted = await server.handle(new Request(url, { method: 'POST', body: new URLSearchParams(form) }));
  const { access_token: token } = (await granted.json()) as { access_token: string };
  return async (method, path, body) => {
    const answer = await server.handle(
      new Request(`${server.graphUrl}${path}`, {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        ...(body && { body: JSON.stringify(body) }),
      }),
    );
    if (!answer.ok) throw new Error(`${method} ${path}: ${await answer.text()}`);
    return answer;
  };
}

async function lastPage(ask: Ask, path: string): Promise<Record<string, string>> {
  const page = await ask('GET', path);
  const next = page['@odata.nextLink'];
  return next === undefined ? page : lastPage(ask, pathOf(next));
}

const pathOf = (link: string | undefined) => {
  const { pathname, search } = new URL(link ?? '');
  return pathname + search;
};

async function exported(ask: Ask, server: FleetServer, clock: ReturnType<typeof drivenClock>): Promise<void> {
  const jobs = '/v1.0/deviceManagement/reports/exportJobs';
  const select = ['DeviceId', 'SerialNumber', 'Model', 'OSVersion', 'IsEncrypted', 'StorageFree'];
  const { id } = await ask('POST', jobs, { reportName: 'DevicesWithInventory', select });
  clock.jumpTo(clock.now() + 3 * 60_000);
  const { url = '' } = await ask('GET', `${jobs}/${id}`);
  await (await server.handle(new Request(url))).arrayBuffer();
}
