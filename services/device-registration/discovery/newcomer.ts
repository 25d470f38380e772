import type { Registration } from '../devices/device.ts';
import { profileOfTag } from '../devices/group-tag.ts';
import { isPlaceholderSerial } from '../devices/serial-number.ts';
import type { Identity } from './sighting.ts';

/** What a device is registered by that somebody else has brought into Autopilot. */
export function registrationOf(identity: Identity, at: string): Registration {
  const { id, serialNumber, manufacturer, model, groupTag, assignedUser } = identity;
  const isNamed = serialNumber !== null && !isPlaceholderSerial(serialNumber);
  return {
    candidate: {
      serialNumber,
      manufacturer,
      model,
      groupTag,
      ...(profileOfTag(groupTag ?? '') ?? { profile: null, shared: false }),
      virtual: false,
      assignedUser,
      productId: null,
      hardwareHash: null,
    },
    keys: [{ key: 'autopilot', value: id }, ...(isNamed ? [{ key: 'serial' as const, value: serialNumber }] : [])],
    notes: isNamed ? [] : ['serial-placeholder'],
    source: { kind: 'discovery', at },
    acceptedAt: at,
    autopilotDeviceId: id,
  };
}
