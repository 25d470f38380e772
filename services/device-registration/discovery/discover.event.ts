import { optionsOf } from '../../../shared/functions/cause.ts';
import type { TenantContext } from '../../../shared/functions/context.ts';
import { isSame } from '../devices/observed.ts';
import { isReviewHour, NUMBERS } from '../numbers.ts';
import { isCutOff, type Joined, join } from './join.ts';
import { believe } from './missing.ts';
import { loadMissing, saveMissing } from './missing-device.store.ts';
import { giveUpDevice, listKnown } from './observation.store.ts';
import { after } from './observe.ts';
import { observeDevices } from './observe-devices.event.ts';
import { readLists } from './read-lists.graph.ts';
import type { DeviceNews } from './sighting.ts';

/** Finds devices that others have registered, and what has become of those that are known. A device that is as it was costs nothing. */
export async function discover(context: TenantContext, at: number): Promise<void> {
  const known = await listKnown(context.state, context.tenantId);
  const isReview = isReviewHour(at) || known.length === 0;
  const reading = await readLists(context, isReview ? 'ever' : at - NUMBERS.lookBack);
  if (!reading) return;
  const isWhole = reading.isWhole && !isCutOff(known, reading.identities);
  if (isReview && !isWhole) context.log.warn('the lists of devices are cut off; nothing is taken for gone');
  const joined = join(known, { ...reading, isWhole });
  const sighted = isWhole ? await withoutGone(context, joined.sighted, at) : joined.sighted;
  await observeDevices.start(context, at, newsOf({ ...joined, sighted }, at));
}

/** What is to be told: of known devices, those alone that are other than the list has them. */
function newsOf({ sighted, newcomers }: Joined, now: number): DeviceNews[] {
  return [
    ...sighted
      .filter(({ device, sighting }) => !isSame(device, after(device, sighting, now)))
      .map(({ device, sighting }) => ({ deviceId: device.id, sighting })),
    ...newcomers.map((sighting) => ({ deviceId: null, sighting })),
  ];
}

async function withoutGone(context: TenantContext, sighted: Joined['sighted'], at: number): Promise<Joined['sighted']> {
  const { state, tenantId } = context;
  const options = optionsOf(context);
  const before = await loadMissing(state, tenantId);
  const { missing, gone, sighted: believed } = believe(sighted, before, at);
  for (const deviceId of gone) await giveUpDevice(state, tenantId, deviceId, options);
  await saveMissing(
    state,
    tenantId,
    { before, now: missing.filter(({ deviceId }) => !gone.includes(deviceId)) },
    options,
  );
  return believed;
}
