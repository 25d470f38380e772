import { createFleet, type Fleet } from '../../../infra/local/fleet/model/fleet.ts';
import { type Row, row } from '../row.ts';

const START = Date.parse('2026-06-09T00:00:00Z');
const MONTH_MS = 30 * 24 * 3_600_000;
const SIZES = [10_000, 100_000];

/** What the devices themselves cost: to make a tenant, a month of its life, and what lists read of each device. */
export async function modelRows(progress: (line: string) => void): Promise<Row[]> {
  return SIZES.flatMap((devices) => {
    progress(`fleet, ${devices} devices for 30 days …`);
    const [fleet, made] = timed(() => createFleet({ seed: 1, devices, start: START }));
    const [, lived] = timed(() => fleet.advanceTo(START + MONTH_MS));
    const [, read] = timed(() => readAll(fleet));
    const name = devices.toLocaleString('en');
    return [
      row(`fleet of ${name} devices, made`, made, 'ms'),
      row(`fleet of ${name} devices, 30 days`, lived, 'ms'),
      row(`fleet, last contact and version of ${name} devices`, read, 'ms'),
    ];
  });
}

function readAll(fleet: Fleet): number {
  let length = 0;
  for (let device = 0; device < fleet.devices(); device += 1)
    length +=
      fleet.reported.osVersion(device, fleet.now()).length + Math.sign(fleet.reported.lastSync(device, fleet.now()));
  return length;
}

function timed<T>(work: () => T): [T, number] {
  const started = performance.now();
  const result = work();
  return [result, performance.now() - started];
}
