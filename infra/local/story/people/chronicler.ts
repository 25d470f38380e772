import { z } from 'zod';
import { deviceEndpoints } from '../../../../shared/contracts/http/devices.ts';
import { ringEndpoints } from '../../../../shared/contracts/http/rings.ts';
import { updateStatusEndpoints } from '../../../../shared/contracts/http/update-status.ts';
import { countBy } from '../../fleet/model/count-by.ts';
import { DAY, MINUTE } from '../../fleet/model/time.ts';
import { type Actor, actor, type Scene } from '../actor.ts';
import { read, readAll } from '../asking.ts';
import { personAt } from '../person.ts';

/** Looks once a day, a minute before midnight UTC, and tells how things stand in one line. */
export function chronicler(scene: Scene): Actor {
  const { clock, tenantId, start, tell } = scene;
  const farida = personAt(scene, { name: 'Farida', role: 'GlobalReader', tenants: ['*'] });
  const midnight = Math.floor(start / DAY) * DAY + DAY - MINUTE;

  return actor({
    name: 'chronicler',
    first: midnight,
    notes: z.null(),
    blank: null,
    async look() {
      const devices = await readAll(farida, deviceEndpoints.listDevices, { tenantId });
      const updates = await readAll(farida, updateStatusEndpoints.listUpdateStatus, { tenantId });
      const { rings } = await read(farida, ringEndpoints.readRings, { tenantId });
      tell(
        '—',
        [
          `${devices.length} devices (${inWords(countBy(devices.map(({ state }) => state)))})`,
          `rings ${rings.map((each) => each.devices).join('/')}`,
          `updates (${inWords(countBy(updates.map(({ status }) => status)))})`,
        ].join(' · '),
      );
      return { notes: null, next: clock.now() + DAY };
    },
  });
}

function inWords(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([name, count]) => `${count} ${name}`)
    .join(', ');
}
