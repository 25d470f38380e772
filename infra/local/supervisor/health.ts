import type { Health } from '../gateway/gateway.ts';
import type { KeptService } from './kept-service.ts';

/** How every part is. Bus, database and identity live in this process: whoever reads this answer hears that they are up. */
export function healthOf(services: readonly KeptService[]): Health {
  const states = services.map(({ name, state, process: { pid, faults = {} } = {} }) => {
    const status = state === 'running' && Object.keys(faults).length > 0 ? 'faulty' : state;
    return [name, { status, pid, faults }] as const;
  });
  const allRun = states.every(([, { status }]) => status === 'running');
  return {
    status: allRun ? 'ok' : 'degraded',
    services: Object.fromEntries(states),
    serviceBus: { status: 'running' },
    cosmos: { status: 'running' },
    identity: { status: 'running' },
  };
}
