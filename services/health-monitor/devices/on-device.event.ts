import { keepDevice } from '../../../shared/functions/devices/keep-device.ts';
import { deviceAggregate } from './device.store.ts';
import { keep } from './device.ts';

/** Which devices there are is told; how they are is read. */
export const onDevice = keepDevice(deviceAggregate, keep);
