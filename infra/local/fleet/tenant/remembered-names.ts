import type { DeviceNames } from '../model/device-names.ts';

/** Names that are made once: every page of every list shows them. */
export function rememberedNames(names: DeviceNames): DeviceNames {
  return { name: remembered(names.name), serial: remembered(names.serial) };
}

function remembered(make: (device: number) => string): (device: number) => string {
  const made: string[] = [];
  return (device) => {
    made[device] ??= make(device);
    return made[device];
  };
}
