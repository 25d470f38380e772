import { on } from '../../../shared/bus/handlers.ts';
import { deviceActivated, deviceChanged, deviceRemoved } from '../../../shared/contracts/events/device-events.ts';
import { deviceAggregate } from './device.store.ts';
import { keep } from './device.ts';

/** Only devices that can be managed matter here; before that they are nobody's to patch. */
const managed = [deviceActivated, deviceChanged].map((event) =>
  on(event, {
    aggregate: deviceAggregate,
    id: ({ data }) => data.deviceId,
    mode: 'latest',
    decide: (current, { data }) => keep(current, data),
  }),
);

const removed = on(deviceRemoved, {
  aggregate: deviceAggregate,
  id: ({ data }) => data.deviceId,
  mode: 'latest',
  decide: (current) => current && { removed: true },
});

export const onDevice = [...managed, removed];
