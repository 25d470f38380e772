import { deviceModels } from '../data/device-models.ts';
import { type StopCode, stopCodes } from '../data/stop-codes.ts';

/** The stop codes a model can have, each with those of its modules that run on this model. */
export function modulesOf(model: number): readonly StopCode[] {
  return kindsOfModel[model] ?? [];
}

const driversOf = ({ wifiDriver, gpuDriver, ethernetDriver, storageDriver }: (typeof deviceModels)[number]) => [
  wifiDriver,
  gpuDriver,
  ethernetDriver,
  storageDriver,
];

const drivers = new Set(deviceModels.flatMap(driversOf));

/** What only some devices have although no model names it: another vendor's sensor, and faulty hardware. */
const ABSENT = new Set(['csagent.sys', 'GenuineIntel', 'AuthenticAMD']);

const kindsOfModel = deviceModels.map((model) => {
  const own = new Set(driversOf(model));
  const runs = (module: string) => own.has(module) || !(drivers.has(module) || ABSENT.has(module));
  return stopCodes.flatMap(({ code, name, weight, modules }) => {
    const [first, ...others] = modules.filter(runs);
    return first === undefined
      ? []
      : [{ code, name, weight, modules: [first, ...others] satisfies [string, ...string[]] }];
  });
});
