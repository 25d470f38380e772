import type { DeviceReading, StopError } from './device-reading.ts';

/** A healthy device, for tests. */
export const aReading = (given: Partial<DeviceReading> = {}): DeviceReading => ({
  deviceId: 'device-1',
  managedDeviceId: 'managed-1',
  deviceName: 'LT-0001',
  manufacturer: 'Dell Inc.',
  model: 'Latitude 5440',
  osVersion: '10.0.26200.8655',
  updatedAt: null,
  lastSyncAt: '2026-06-17T02:00:00.000Z',
  firewall: { kind: 'on' },
  bitlocker: { kind: 'on' },
  stops: [],
  unhealthy: [],
  ...given,
});

/** A stop error in a network driver, for tests. */
export const aStop = (at: string): StopError => ({
  at,
  isTimed: true,
  stopCode: '0x000000D1',
  module: 'Netwtw10.sys',
  osVersion: '10.0.26200.8655',
});
