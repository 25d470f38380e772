import type { Health } from '../gateway/gateway.ts';
import type { Ground } from './ground.ts';
import type { KeptService } from './kept-service.ts';

/** The part of the ground that may be unwell. */
export type Faulty = Pick<Ground, 'faults'>;

/** How every part is; `names` are the services there should be. Identity lives in the process that answers: whoever reads this hears that it is up. */
export function healthOf(
  names: readonly string[],
  services: readonly KeptService[],
  { faults: { serviceBus, cosmos } }: Faulty,
): Health {
  const states = names.map((name) =>
    healthOfService(
      name,
      services.find((service) => service.name === name),
    ),
  );
  const well = states.every(({ status }) => status === 'running') && serviceBus === undefined && cosmos === undefined;
  return {
    status: well ? 'ok' : 'degraded',
    services: Object.fromEntries(states.map(({ name, ...state }) => [name, state])),
    serviceBus: healthOfPart(serviceBus),
    cosmos: healthOfPart(cosmos),
    identity: healthOfPart(undefined),
  };
}

function healthOfService(name: string, service: KeptService | undefined) {
  const { state, process } = service ?? { state: 'starting', process: undefined };
  const faults = process?.faults ?? {};
  const faulty = state === 'running' && Object.keys(faults).length > 0;
  return { name, status: faulty ? 'faulty' : state, pid: process?.pid, faults };
}

function healthOfPart(fault: string | undefined) {
  return fault === undefined ? { status: 'running' } : { status: 'faulty', fault };
}
