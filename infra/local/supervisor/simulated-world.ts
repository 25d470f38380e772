import { join } from 'node:path';
import type { Participant } from '../driver/driver.ts';
import { castOf, quietPlay, tenantsOf } from '../driver/stage.ts';
import { openSimulatedCloud, type SimulatedCloud } from '../fleet/simulated-cloud.ts';
import type { KeptService } from './kept-service.ts';
import type { Moved } from './running-service.ts';
import { openSimulatedTime } from './simulated-time.ts';
import type { World, WorldOptions } from './world.ts';

const USUAL_DEVICES = 500;
/** A fleet of that size in whose first month the bad update hurts enough devices for the gate to be sure of it in time. */
const USUAL_SEED = 2;

/** The simulated tenant, in a time of its own that services and people share with it. */
export function simulatedWorld({ fleet, play = quietPlay(Date.now()), data, say }: WorldOptions): World {
  const time = openSimulatedTime({ file: join(data, 'clock.json'), start: play.start, say });
  const { clock } = time;
  let opened: SimulatedCloud | undefined;

  return {
    // A service that is killed leaves messages locked; in this time the locks run out soon.
    clocks: { clock, lockClock: clock },
    mode: 'driven',
    settings: play.settings,
    async openCloud(gateway, closing) {
      const { devices = USUAL_DEVICES, seed = USUAL_SEED } = fleet ?? {};
      const tenants = tenantsOf(play, devices);
      opened = await openSimulatedCloud({ tenants, seed, clock, control: time.pace, data });
      closing.add(opened.close);
      gateway.mount('/simulation', opened.simulation);
      return opened;
    },
    admit(services, { gateway, issuer }, closing) {
      if (!opened) throw new Error('The simulated cloud is opened before services are admitted to it.');
      const fetchHere = (request: Request) => fetch(new Request(at(gateway.url, request.url), request));
      const cast = castOf(play, { clock, cloud: opened, issuer, fetch: fetchHere, data, say });
      const participants = [allOf(services), ...cast];
      closing.add(time.pass(() => participants));
    },
    begin: () => time.pace.setPace(fleet?.pace ?? play.pace),
  };
}

/** The services of this moment, each in its own process, all at once. One that is down or dies misses its turn. */
function allOf(services: readonly KeptService[]): Participant {
  return {
    name: 'services',
    async round(now) {
      const running = services.flatMap(({ process }) => process ?? []);
      const turns = await Promise.all(running.map((each) => each.round(now).catch((): Moved => MISSED)));
      const moments = turns.flatMap(({ next }) => next ?? []);
      const moved = turns.reduce((sum, turn) => sum + turn.moved, 0);
      return { moved, next: moments.length > 0 ? Math.min(...moments) : undefined };
    },
  };
}

const MISSED: Moved = { moved: 0, next: undefined };

function at(origin: string, url: string): string {
  const { pathname, search } = new URL(url);
  return `${origin}${pathname}${search}`;
}
