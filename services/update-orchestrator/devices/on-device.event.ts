import { keepDevice } from '../../../shared/functions/devices/keep-device.ts';
import { deviceAggregate } from './device.store.ts';
import { keep } from './device.ts';

/** Only devices that can be managed matter here; before that they are nobody's to patch. */
export const onDevice = keepDevice(deviceAggregate, keep);
