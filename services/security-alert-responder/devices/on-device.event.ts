import { keepDevice } from '../../../shared/functions/devices/keep-device.ts';
import { deviceAggregate } from './device.store.ts';
import { keep } from './device.ts';

/** Alerts are about devices that are enrolled. */
export const onDevice = keepDevice(deviceAggregate, keep);
