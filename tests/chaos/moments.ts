import { AsyncLocalStorage } from 'node:async_hooks';
import type { HttpClient } from '../../infra/local/cosmos/http-client.ts';
import type { Moment } from './weather.ts';

/** Decides what happens between two steps of the product. */
export interface Moments {
  /** The nth time that the moment comes, the service that came to it dies there. */
  dieAt(moment: Moment, nth: number): void;
  /** The nth time that the moment comes, this happens first. */
  meanwhileAt(moment: Moment, nth: number, happening: () => Promise<void>): void;
  /** Work of the product. Tells which service died in it, if one did: then nothing of it goes on. */
  live<T>(work: () => Promise<T>): Promise<Ended<T>>;
  /** What was to happen does not. */
  clear(): void;
  close(): void;
}

export type Ended<T> = { readonly value: T } | { readonly died: string; readonly at: Moment };

interface Life {
  dead: boolean;
  die(service: string, moment: Moment): void;
}

interface Arranged {
  readonly moment: Moment;
  left: number;
  readonly happening: 'death' | (() => Promise<void>);
}

const HOOK = Symbol.for('omd.crashPoint');
const TRANSPORT = Symbol.for('omd.cosmosTransport');
const never = new Promise<never>(() => undefined);

/** Takes the crash points of the services in this process, and their way to the database. */
export function openMoments(httpClient: HttpClient): Moments {
  const holder = globalThis as Record<symbol, unknown>;
  const lives = new AsyncLocalStorage<Life>();
  let arranged: Arranged[] = [];
  let slippedIn = false;

  holder[HOOK] = async (moment: Moment) => {
    const life = lives.getStore();
    if (life?.dead) return never;
    if (!life || slippedIn) return;
    const now = arranged.find((each) => each.moment === moment && --each.left === 0);
    if (!now) return;
    arranged = arranged.filter((each) => each !== now);
    if (now.happening === 'death') {
      life.dead = true;
      life.die(serviceOnStack(), moment);
      return never;
    }
    slippedIn = true;
    await now.happening().finally(() => {
      slippedIn = false;
    });
  };
  // The dead write nothing.
  holder[TRANSPORT] = {
    sendRequest: (request) => (lives.getStore()?.dead ? never : httpClient.sendRequest(request)),
  } satisfies HttpClient;

  return {
    dieAt: (moment, nth) => void arranged.push({ moment, left: nth, happening: 'death' }),
    meanwhileAt: (moment, nth, happening) => void arranged.push({ moment, left: nth, happening }),
    live: (work) =>
      new Promise((resolve, reject) => {
        const life: Life = { dead: false, die: (died, at) => resolve({ died, at }) };
        lives.run(life, work).then((value) => resolve({ value }), reject);
      }),
    clear() {
      arranged = [];
    },
    close() {
      delete holder[HOOK];
    },
  };
}

/** Each service is a bundle of its own, and the bundle's file is where the call came from. */
function serviceOnStack(): string {
  const service = /[\\/]([a-z-]+)[\\/]dist[\\/]main\.js/.exec(new Error('where').stack ?? '')?.[1];
  if (service) return service;
  throw new Error('A crash point was met outside of any service.');
}
