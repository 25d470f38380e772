import { Refusal } from '../../shared/contracts/refusal.ts';

export const incidentUnknown = () => new Refusal('incident-unknown', 'There is no such incident.');

export const isolationUnknown = () => new Refusal('isolation-unknown', 'There is no such isolation.');

export const deviceNotInIncident = (deviceId: string) =>
  new Refusal('device-not-in-incident', `${deviceId} is no managed device of this incident.`);

export const deviceIsolated = () => new Refusal('device-isolated', 'A device is cut off already, or about to be.');

export const deviceNotIsolated = () =>
  new Refusal('device-not-isolated', 'The device is not cut off by this isolation, or is being released.');

export const devicesIsolated = () =>
  new Refusal('devices-isolated', 'Devices of the incident are cut off from the network: release them first.');

export const isolationLimit = (most: number) =>
  new Refusal('isolation-limit', `No more than ${most} devices of a tenant are isolated within an hour.`, {
    detail: { most },
  });
