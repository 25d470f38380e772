import { on } from '../../../shared/bus/handlers.ts';
import { deviceActivated, deviceChanged, deviceRemoved } from '../../../shared/contracts/events/device-events.ts';
import { deviceAggregate } from './device.store.ts';
import { keep } from './device.ts';

/** Alerts are about devices that are enrolled. */
export const onDevice = [
  ...[deviceActivated, deviceChanged].map((event) =>
    on(event, {
      aggregate: deviceAggregate,
      id: ({ data }) => data.deviceId,
      mode: 'latest',
      decide: (current, { data }) => keep(current, data),
    }),
  ),
  on(deviceRemoved, {
    aggregate: deviceAggregate,
    id: ({ data }) => data.deviceId,
    mode: 'latest',
    decide: (current) => current && { removed: true },
  }),
];
