import { on } from '../../bus/handlers.ts';
import {
  type DeviceRecord,
  deviceActivated,
  deviceChanged,
  deviceRemoved,
} from '../../contracts/events/device-events.ts';
import type { AggregateDefinition, Change } from '../../state/aggregate.ts';

/**
 * Handlers that keep what a service needs of each device: from its enrolment on, each event carries the device whole, and
 * when it leaves it is forgotten. The newest event wins.
 */
export const keepDevice = <S>(
  aggregate: AggregateDefinition<S>,
  keep: (current: S | undefined, record: DeviceRecord) => Change<S> | undefined,
) => [
  ...[deviceActivated, deviceChanged].map((event) =>
    on(event, {
      aggregate,
      id: ({ data }) => data.deviceId,
      mode: 'latest',
      decide: (current, { data }) => keep(current, data),
    }),
  ),
  on(deviceRemoved, {
    aggregate,
    id: ({ data }) => data.deviceId,
    mode: 'latest',
    decide: (current) => current && { removed: true },
  }),
];
