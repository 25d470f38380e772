import { onTestFinished } from 'vitest';
import type { DrivenClock } from '../../infra/local/clock/clock.ts';
import { TENANT, type TestCloud, type TestCloudOptions, testCloud } from '../../infra/local/fleet/test-cloud.ts';
import type { ServiceName } from '../../shared/contracts/events/topology.ts';
import type { Log } from '../../shared/functions/telemetry/log.ts';
import { entraCredentials } from '../../shared/graph/credentials/entra.ts';
import { type Graph, type GraphOptions, openGraph } from '../../shared/graph/graph.ts';
import type { Purpose } from '../../shared/graph/purpose.ts';
import type { State } from '../../shared/state/state.ts';
import { openDatabase } from '../pipeline/ground.ts';
import { openStub, type Reply, type Seen, type Stub } from './stub.ts';

export const CONTOSO = '11111111-2222-4333-8444-555555555555';
export const FABRIKAM = '22222222-2222-4333-8444-555555555555';

/** Lines that were logged, by message. */
export interface LogLines {
  readonly log: Log;
  readonly messages: string[];
}

export function logLines(): LogLines {
  const messages: string[] = [];
  const write = (message: string) => void messages.push(message);
  const log: Log = { debug: () => undefined, info: write, warn: write, error: write, with: () => log };
  return { log, messages };
}

export interface Room extends LogLines {
  readonly clock: DrivenClock;
  readonly state: State;
  readonly stub: Stub;
  /** Graph for a purpose, with what the test leaves unsaid filled in. */
  graph(purpose?: Partial<Purpose>): Graph;
  /** Another instance of a service, or one of another service, before the same stub. */
  instance(service: ServiceName, options?: Partial<GraphOptions>): (purpose?: Partial<Purpose>) => Graph;
}

/** The Graph room of a service on a driven clock, before a stub of Graph and Defender. */
export async function openRoom(
  answer: (seen: Seen, count: number) => Reply | Promise<Reply>,
  service: ServiceName = 'health-monitor',
  options: Partial<GraphOptions> = {},
): Promise<Room> {
  const ground = await openDatabase(['health-monitor', 'security-alert-responder', 'device-registration']);
  onTestFinished(() => ground.close());
  const stub = await openStub(answer);
  const { clock } = ground;
  const lines = logLines();
  const instance: Room['instance'] = (of, own = {}) => {
    const room = openGraph({
      service: of,
      state: ground.openState(of),
      clock,
      endpoints: { graph: stub.origin, defender: stub.origin },
      credentialFor: () => ({
        getToken: async () => ({ token: 'a-token', expiresOnTimestamp: Date.now() + 3_600_000 }),
      }),
      writesAllowed: true,
      ...own,
    });
    return (purpose = {}) =>
      room({
        tenantId: CONTOSO,
        lane: 'background',
        reason: 'reading the fleet',
        correlationId: 'correlation-1',
        log: lines.log,
        ...purpose,
      });
  };
  return { ...lines, clock, stub, state: ground.openState(service), graph: instance(service, options), instance };
}

export const APPLICATION = '99999999-1111-4111-8111-111111111111';

/** Stands in for the token of the managed identity, of which the simulated Entra looks at the form. */
export const assertion = async () => 'header.claims.';

export interface CloudRoom extends Room {
  readonly cloud: TestCloud;
}

/** The Graph room of a service before a simulated tenant, signed in; purposes are about that tenant. */
export async function openCloudRoom(
  fleet: TestCloudOptions = {},
  service: ServiceName = 'security-alert-responder',
  options: Partial<GraphOptions> = {},
): Promise<CloudRoom> {
  const cloud = await testCloud(fleet);
  const { authorityUrl, graphUrl, defenderUrl } = cloud.server;
  const room = await openRoom(() => ({ status: 404 }), service, {
    clock: cloud.clock,
    endpoints: { graph: graphUrl, defender: defenderUrl },
    credentialFor: entraCredentials({ kind: 'managed-identity', applicationId: APPLICATION }, authorityUrl, assertion),
    ...options,
  });
  return { ...room, cloud, graph: (purpose = {}) => room.graph({ tenantId: TENANT, lane: 'person', ...purpose }) };
}
