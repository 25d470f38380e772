import { type HostOptions, openHost } from '../functions-host/host.ts';
import { declaredFunctions } from './declared-functions.ts';
import type { RunningService } from './running-service.ts';

/** Runs a service in this process, driven by the clock it is given, which it shares with the stand-ins. */
export async function openInProcess(
  name: string,
  options: Omit<HostOptions, 'name' | 'mode'>,
): Promise<RunningService> {
  const host = await openHost({ ...options, name, mode: 'driven' });
  return {
    name,
    functions: declaredFunctions(host.functions),
    fetch: (request) => host.fetch(request),
    executions: () => host.state.invocations.succeeded + host.state.invocations.failed,
    // Its timers are alarms of the shared clock, so there is nothing to report.
    round: async () => ({ moved: await host.round(), next: undefined }),
    stop: async (deadlineMs) => void (await host.drain(deadlineMs)),
    kill: () => host.kill(),
  };
}
