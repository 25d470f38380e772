import { Refusal } from '../../shared/contracts/refusal.ts';

export const deviceUnknown = () => new Refusal('device-unknown', 'There is no such device.');

export const deviceNotManaged = (deviceId: string) =>
  new Refusal(
    'device-not-managed',
    `${deviceId} has not enrolled yet; only devices that Intune manages are in a ring.`,
  );

export const releaseUnknown = () => new Refusal('release-unknown', 'There is no such release.');

export const ringNotHeld = () => new Refusal('ring-not-held', 'None of these rings is held.');

export const ringDone = () => new Refusal('ring-open-already', 'All of these rings have the release already.');
