import { on } from '../../../shared/bus/handlers.ts';
import { deviceActivated, deviceChanged, deviceRemoved } from '../../../shared/contracts/events/device-events.ts';
import { deviceAggregate } from './device.store.ts';
import { deviceAfter } from './device.ts';

/** Devices are known from their enrolment on, and forgotten when they leave. */
export const onDevice = [
  ...[deviceActivated, deviceChanged].map((event) =>
    on(event, {
      aggregate: deviceAggregate,
      id: ({ data }) => data.deviceId,
      mode: 'latest',
      decide: (current, { data }) => deviceAfter(data)(current),
    }),
  ),
  on(deviceRemoved, {
    aggregate: deviceAggregate,
    id: ({ data }) => data.deviceId,
    mode: 'latest',
    decide: (current) => current && { removed: true },
  }),
];
