import { z } from 'zod';
import { deviceEndpoints } from '../../../../shared/contracts/http/devices.ts';
import { DAY } from '../../fleet/model/time.ts';
import { type Actor, actor, type Scene } from '../actor.ts';
import { personAt } from '../person.ts';
import { readAll } from '../reading.ts';

/** Looks once a day, a minute before midnight UTC, and tells how things stand in one line. */
export function chronicler(scene: Scene): Actor {
  const { clock, tenantId, start, tell } = scene;
  const farida = personAt(scene, { name: 'Farida', role: 'GlobalReader', tenants: ['*'] });
  const midnight = Math.floor(start / DAY) * DAY + DAY - 60_000;

  return actor({
    name: 'chronicler',
    first: midnight,
    notes: z.null(),
    blank: null,
    async look() {
      const devices = await readAll(farida, deviceEndpoints.listDevices, { tenantId });
      const states = countBy(devices.map(({ state }) => state));
      tell('—', `${devices.length} devices (${inWords(states)})`);
      return { notes: null, next: clock.now() + DAY };
    },
  });
}

export function countBy(values: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}

export function inWords(counts: Readonly<Record<string, number>>): string {
  const parts = Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1));
  return parts.map(([name, count]) => `${count} ${name}`).join(', ');
}
