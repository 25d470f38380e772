import { type AggregateDefinition, defineAggregate } from '../../../shared/state/aggregate.ts';
import { inParallel } from '../../../shared/state/in-parallel.ts';
import type { ChangeOptions, State } from '../../../shared/state/state.ts';
import { deviceAggregate } from '../devices/device.store.ts';
import type { Device } from '../devices/device.ts';
import { type ImportAnswer, takeAnswer } from './import-answer.ts';
import { merged, type PlannedUpload, type Upload, type UploadRow, uploadSchema } from './upload.ts';

const uploadAggregate: AggregateDefinition<Upload> = defineAggregate({
  kind: 'autopilot-upload',
  schemaVersion: 1,
  schema: uploadSchema,
});

const WIDTH = 16;

/** The upload as it is, or as it was planned. */
export async function openUpload(
  state: State,
  tenantId: string,
  { uploadId, ...planned }: PlannedUpload,
): Promise<Upload> {
  const found = await state.load(uploadAggregate, tenantId, uploadId);
  return found?.state ?? { ...planned, status: { kind: 'planned' }, answers: {} };
}

/** Saves how far an upload is. False when nothing of it is new: another message was quicker. */
export async function saveUpload(
  state: State,
  tenantId: string,
  uploadId: string,
  next: Upload,
  options: ChangeOptions,
): Promise<boolean> {
  const decide = (current: Upload | undefined) => {
    const state = current ? merged(current, next) : next;
    return JSON.stringify(state) === JSON.stringify(current) ? undefined : { state };
  };
  return (await state.change(uploadAggregate, { tenantId, id: uploadId }, decide, options)).saved;
}

/** Those of some uploads that have come to their end. */
export async function areAnswered(state: State, tenantId: string, ids: ReadonlySet<string>): Promise<Set<string>> {
  const answered = new Set<string>();
  await inParallel(ids, WIDTH, async (id) => {
    const found = await state.load(uploadAggregate, tenantId, id);
    if (found?.state.status.kind === 'answered') answered.add(id);
  });
  return answered;
}

/** A device with what Autopilot knows it by. */
export type HashedDevice = Device & { readonly hardwareHash: string };

/** Those devices of an upload that still wait for it. */
export async function waitingDevices(
  state: State,
  tenantId: string,
  rows: readonly UploadRow[],
): Promise<HashedDevice[]> {
  const found = new Map<string, HashedDevice>();
  await inParallel(rows, WIDTH, async ({ deviceId }) => {
    const device = (await state.load(deviceAggregate, tenantId, deviceId))?.state;
    if (device && isWaiting(device)) found.set(deviceId, device);
  });
  return rows.flatMap(({ deviceId }) => found.get(deviceId) ?? []);
}

function isWaiting(device: Device): device is HashedDevice {
  return (
    device.hardwareHash !== null &&
    device.state.kind === 'registration-pending' &&
    device.state.awaits === 'autopilot-import'
  );
}

/** Brings answers into their devices, each once. */
export async function answerDevices(
  state: State,
  tenantId: string,
  answers: Readonly<Record<string, ImportAnswer>>,
  at: string,
  options: ChangeOptions,
): Promise<void> {
  await inParallel(Object.entries(answers), WIDTH, async ([id, answer]) => {
    await state.change(deviceAggregate, { tenantId, id }, takeAnswer(answer, at), options);
  });
}
