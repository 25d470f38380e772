import { z } from 'zod';
import { boundedBody } from '../../gateway/bounded-body.ts';
import type { Handler } from '../../gateway/handler.ts';
import { type Problem, problemResponse } from '../../gateway/problem.ts';
import { concerned, type Deed, deed } from '../control/deeds.ts';
import type { PacedClock } from '../control/paced-clock.ts';
import { millisecondsOf } from '../faults/fault-script.ts';
import { scriptNames } from '../faults/scripts.ts';
import type { FleetServer } from '../fleet-server.ts';
import { dateTime } from '../tenant/devices.ts';
import { truthOfDevice, truthOfFleet } from '../tenant/truth.ts';

export interface SimulationParts {
  readonly server: FleetServer;
  act(deed: Deed): void;
  now(): number;
  /** Absent where somebody else drives the clock. */
  readonly clock?: PacedClock;
}

export const SIMULATION_PREFIX = '/simulation';

const duration = z
  .string()
  .max(40)
  .regex(/^P(?=\d|T\d)(\d{1,4}D)?(T(?=\d)(\d{1,4}H)?(\d{1,4}M)?(\d{1,4}S)?)?$/, 'a duration such as PT6H or P1DT30M');
const share = z.number().min(0).max(1).default(0);

const command = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('pause') }),
  z.strictObject({ do: z.literal('pace'), pace: z.number().positive().max(100_000) }),
  z.strictObject({ do: z.literal('step'), by: duration }),
  ...deed.options,
  z.strictObject({
    do: z.literal('disturbNotifications'),
    delaySeconds: z.number().min(0).max(86_400).default(0),
    duplicated: share,
    lost: share,
  }),
  z.strictObject({
    do: z.literal('tellLifecycle'),
    event: z.enum(['reauthorizationRequired', 'subscriptionRemoved', 'missed']),
    tenant: z.guid().optional(),
  }),
]);

type Command = z.infer<typeof command>;

const BODY_LIMIT_BYTES = 64 * 1024;

/** Control of the simulation, which no real tenant has: state, calls so far and truth to read; time and faults to set. */
export function createSimulation(parts: SimulationParts): Handler {
  return async (request) => {
    const path = new URL(request.url).pathname.slice(SIMULATION_PREFIX.length).replace(/\/$/, '');
    const device = /^\/truth\/devices\/(\d{1,7})$/.exec(path)?.[1];
    switch (`${request.method} ${device === undefined ? path : '/truth/devices'}`) {
      case 'GET ':
        return Response.json(stateOf(parts));
      case 'GET /calls':
        return Response.json({ calls: parts.server.calls() });
      case 'GET /truth/devices':
        return truth(parts, Number(device));
      case 'POST ':
        return obey(request, parts);
      default:
        return refuse(404, 'unknown-path', `The simulation has no ${request.method} ${path}.`);
    }
  };
}

function stateOf({ server, clock, now }: SimulationParts) {
  return {
    time: dateTime(now()),
    pace: clock ? clock.pace : 'driven',
    tenants: server.tenants.map((tenant) => ({
      id: tenant.id,
      displayName: tenant.displayName,
      ...truthOfFleet(tenant),
      faults: tenant.fleet.faults.planned().map(({ fault, from, until }) => ({
        effect: fault.effect.kind,
        from: dateTime(from),
        until: Number.isFinite(until) ? dateTime(until) : null,
      })),
    })),
    calls: server.calls().reduce((sum, { count }) => sum + count, 0),
    scripts: scriptNames,
  };
}

/** What a device of the first tenant really is like, for asserts. */
function truth({ server, now }: SimulationParts, device: number): Response {
  const [tenant] = server.tenants;
  if (!tenant || device >= tenant.fleet.devices())
    return refuse(404, 'unknown-device', `There is no device ${device}.`);
  tenant.fleet.advanceTo(now());
  return Response.json(truthOfDevice(tenant, device));
}

async function obey(request: Request, parts: SimulationParts): Promise<Response> {
  // A form of another site cannot send this type without asking first.
  if (!request.headers.get('content-type')?.startsWith('application/json'))
    return refuse(415, 'not-json', 'The body is JSON.');
  const text = await boundedBody(request, BODY_LIMIT_BYTES);
  if (text === undefined) return refuse(413, 'too-long', `The body is at most ${BODY_LIMIT_BYTES} bytes.`);
  const { data, error } = command.safeParse(parseJson(text));
  if (!data) return refuse(400, 'unknown-command', z.prettifyError(error).replaceAll(/\s+/g, ' '));
  return obeyCommand(data, parts);
}

function obeyCommand(given: Command, parts: SimulationParts): Response {
  const { server, clock, now, act } = parts;
  switch (given.do) {
    case 'pause':
    case 'pace':
    case 'step':
      if (!clock) return refuse(409, 'clock-is-driven', 'Somebody else drives the clock of this simulation.');
      if (given.do === 'step') clock.step(millisecondsOf(given.by));
      else clock.setPace(given.do === 'pause' ? 0 : given.pace);
      break;
    case 'inject':
    case 'register':
    case 'demandApproval':
      act(given);
      break;
    case 'disturbNotifications':
      server.notifications.disturb(given);
      break;
    case 'tellLifecycle':
      for (const tenant of concerned(server.tenants, given.tenant))
        server.notifications.tellLifecycle(tenant, given.event, now());
      break;
  }
  return Response.json(stateOf(parts));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const TITLES: Readonly<Record<number, string>> = {
  400: 'Unknown command',
  404: 'Not found',
  409: 'Conflict',
  413: 'Too long',
  415: 'Not JSON',
};

function refuse(status: number, code: string, detail: string): Response {
  const problem: Problem = { status, code, title: TITLES[status] ?? 'Refused', detail };
  return problemResponse(problem);
}
