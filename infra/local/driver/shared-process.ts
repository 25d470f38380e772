import type { Alarm } from '../clock/clock.ts';
import type { Settings } from '../supervisor/settings.ts';
import { fetchInProcess, type InProcess } from './fetch-in-process.ts';

/** What services take from the process they run in, beside the arguments of their handlers. */
export interface Surroundings {
  readonly clock: Alarm;
  /** An `httpClient` for the Cosmos SDK: the way to the database without a socket. */
  readonly cosmosTransport: object;
  /** The cloud, when it is reached without a socket, too. */
  readonly cloud?: InProcess;
  readonly settings: Settings;
}

const CLOCK = Symbol.for('omd.clock');
const COSMOS_TRANSPORT = Symbol.for('omd.cosmosTransport');

/**
 * Makes this process what services expect of theirs. Returns what undoes that.
 * @throws when some services run here already: they would share clock and settings with the new ones
 */
export function surround({ clock, cosmosTransport, cloud, settings }: Surroundings): () => void {
  const holder = globalThis as Record<symbol, unknown>;
  if (holder[CLOCK] !== undefined) throw new Error('This process drives services already; close them first.');
  const before = Object.fromEntries(Object.keys(settings).map((name) => [name, process.env[name]]));
  holder[CLOCK] = clock;
  holder[COSMOS_TRANSPORT] = cosmosTransport;
  const { fetch } = globalThis;
  if (cloud) globalThis.fetch = fetchInProcess(cloud, fetch);
  Object.assign(process.env, settings);
  return () => {
    delete holder[CLOCK];
    delete holder[COSMOS_TRANSPORT];
    globalThis.fetch = fetch;
    for (const [name, value] of Object.entries(before))
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
  };
}
