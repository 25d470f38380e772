import { afterEach, beforeEach, expect, test } from 'vitest';
import type { State } from '../../../shared/state/state.ts';
import { type DatabaseGround, openDatabase } from '../../../tests/pipeline/ground.ts';
import type { DeviceKey } from './candidate.ts';
import { deviceAggregate, readDevice, registerDevice } from './device.store.ts';
import { registration } from './test-device.ts';

const tenantId = '5f0b1c52-3f0a-4f0e-9d5e-0c7f2a5b1d11';
const options = { actor: { kind: 'service', id: 'device-registration' } } as const;
const serial: DeviceKey = { key: 'serial', value: 'PF4FC001' };
const hardware: DeviceKey = { key: 'hardware', value: 'tpm:1' };
const newBoard: DeviceKey = { key: 'hardware', value: 'tpm:2' };

let ground: DatabaseGround;
let state: State;
beforeEach(async () => {
  ground = await openDatabase(['device-registration']);
  state = ground.openState('device-registration');
});
afterEach(() => ground.close());

const register = (keys: readonly DeviceKey[], importId: string, line = 2) =>
  registerDevice(
    state,
    tenantId,
    {
      ...registration,
      candidate: {
        ...registration.candidate,
        serialNumber: keys.find(({ key }) => key === 'serial')?.value ?? null,
      },
      keys,
      source: { kind: 'file', importId, line },
    },
    options,
  );

test('a row is accepted however often its page comes, and a row of another import finds its device', async () => {
  const first = await register([hardware, serial], 'i1');
  expect(first.kind).toBe('accepted');
  expect(await register([hardware, serial], 'i1')).toEqual(first);
  expect(await register([hardware, serial], 'i2')).toEqual({ ...first, kind: 'known' });
});

test('a machine is known by its hardware alone, and by its serial alone', async () => {
  const { deviceId } = await register([hardware, serial], 'i1');
  expect(await register([hardware], 'i2')).toEqual({ kind: 'known', deviceId });
  expect(await register([newBoard, serial], 'i3')).toEqual({ kind: 'known', deviceId });
  expect(await register([newBoard], 'i4')).toEqual({ kind: 'known', deviceId });
});

test('a machine whose serial number is known later is the one it was', async () => {
  const { deviceId } = await register([hardware], 'i1');
  expect(await register([hardware, serial], 'i2')).toEqual({ kind: 'known', deviceId });
  expect(await register([serial], 'i3')).toEqual({ kind: 'known', deviceId });
});

test('of many imports of one machine at once, one makes the device', async () => {
  const imports = Array.from({ length: 8 }, (_, n) => register(n % 2 ? [hardware] : [hardware, serial], `i${n}`));
  const registered = await Promise.all(imports);
  expect(registered.filter(({ kind }) => kind === 'accepted')).toHaveLength(1);
  expect(new Set(registered.map(({ deviceId }) => deviceId)).size).toBe(1);
});

test('a device that was removed comes back as the same one', async () => {
  const { deviceId } = await register([hardware, serial], 'i1');
  await state.change(deviceAggregate, { tenantId, id: deviceId }, () => ({ removed: true }), options);
  await expect(readDevice(state, tenantId, deviceId)).rejects.toMatchObject({ code: 'device-unknown' });
  expect(await register([hardware, serial], 'i2')).toEqual({ kind: 'accepted', deviceId });
});
