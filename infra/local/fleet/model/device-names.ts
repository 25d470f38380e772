import { deviceModels } from '../data/device-models.ts';
import type { Columns } from './columns.ts';
import type { Arrival } from './life.ts';
import { hash, rnd } from './random.ts';
import { rates } from './rates/rates.ts';
import { stream } from './streams.ts';

/** What is printed on devices, and on their screens. */
export interface DeviceNames {
  /** At most 15 characters, as NetBIOS allows; a few devices share the name of another. */
  name(device: number): string;
  /** In the form of its maker; a few records carry the serial number of another, left by a new enrolment. */
  serial(device: number): string;
}

export function createDeviceNames(columns: Columns, seed: number, arrival: Arrival): DeviceNames {
  const { equalNames, duplicateSerial } = arrival === 'present' ? rates.mix.dirt : NO_DIRT;
  const manufacturer = (device: number) => deviceModels[columns.model[device] ?? 0]?.manufacturer ?? 'Dell Inc.';

  /** The device before this one where chance wants a double, so that both exist in a fleet of any size. */
  function double(device: number, share: number, n: number): number {
    return device > 0 && rnd(seed, device, stream.name, n) < share ? device - 1 : device;
  }

  return {
    name(device) {
      const of = double(device, equalNames, 0);
      const prefix = deviceModels[columns.model[of] ?? 0]?.form === 'cloudPC' ? 'CPC-' : 'CON-';
      return prefix + letters((n) => hash(seed, of, stream.name, 10 + n), 4) + base36(of, 6);
    },
    serial(device) {
      const of = double(device, duplicateSerial, 1);
      const rest = letters((n) => hash(seed, of, stream.serial, n), 2);
      switch (manufacturer(of)) {
        case 'Dell Inc.':
          return rest + base36(of, 5);
        case 'HP':
          return `5CG${String(hash(seed, of, stream.serial, 9) % 10_000).padStart(4, '0')}${base36(of % 46_656, 3)}`;
        case 'LENOVO':
          return `PF${base36(of, 6)}`;
        case 'Microsoft Corporation':
          return `0${String(hash(seed, 0, stream.serial, 9) % 10_000).padStart(4, '0')}${String(of).padStart(7, '0')}`;
      }
    },
  };
}

/** Doubles come with the years; machines fresh from their maker have none. */
const NO_DIRT = { equalNames: 0, duplicateSerial: 0 };

const ALPHABET = 'ABCDEFGHJKLMNPRSTUVWXYZ';

function letters(word: (n: number) => number, count: number): string {
  return Array.from({ length: count }, (_, n) => ALPHABET[word(n) % ALPHABET.length]).join('');
}

const base36 = (value: number, digits: number) => value.toString(36).toUpperCase().padStart(digits, '0');
