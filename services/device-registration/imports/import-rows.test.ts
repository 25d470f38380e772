import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Context } from '../../../shared/functions/context.ts';
import type { State } from '../../../shared/state/state.ts';
import { type DatabaseGround, openDatabase } from '../../../tests/pipeline/ground.ts';
import type { PlannedUpload } from '../autopilot/upload.ts';
import { registration } from '../devices/test-device.ts';
import { createOperation, reportAnswers } from './import-operation.event.ts';
import { importRows, receiveImport } from './import-rows.event.ts';
import type { JudgedRow } from './verdict.ts';

const tenantId = '5f0b1c52-3f0a-4f0e-9d5e-0c7f2a5b1d11';
const key = { tenantId, importId: 'i1' };

let ground: DatabaseGround;
let state: State;
beforeEach(async () => {
  ground = await openDatabase(['device-registration']);
  state = ground.openState('device-registration');
});
afterEach(() => ground.close());

/** Two rows that share a placeholder, so that they go to Autopilot in two uploads. */
const rows = [2, 3].map((line): JudgedRow => {
  const candidate = { ...registration.candidate, serialNumber: 'Default string' };
  const keys = [{ key: 'hardware' as const, value: `tpm:${line}` }];
  return { line, serialNumber: 'Default string', verdict: { kind: 'good', candidate, keys, warnings: [] } };
});

function contextWith(onUpload: (upload: PlannedUpload, context: Context) => Promise<void>): Context {
  const context = {
    state,
    clock: ground.clock,
    actor: { kind: 'service', id: 'device-registration' },
    correlationId: 'c1',
    bus: {
      enqueue: async ({ type }: { type: string }, data: PlannedUpload) => {
        if (type === 'omd.work.upload-hashes.v1') await onUpload(data, context);
      },
    },
  } as unknown as Context;
  return context;
}

/** All lanes take their pages. */
async function take(context: Context): Promise<void> {
  const { handling } = importRows.handler;
  if (!('handle' in handling)) throw new TypeError('It is work, no projection.');
  const data = { importId: key.importId, format: 'autopilot', rows: rows.length };
  for (const lane of [0, 1, 2, 3])
    await handling.handle({ tenantid: tenantId, data: { job: 'i1', lane, data } } as never, context);
}

const receive = (context: Context) =>
  receiveImport(context, key, { format: 'autopilot', warnings: [], receivedAt: '2026-07-06T08:00:00.000Z', rows });

const answer = ({ uploadId, ...upload }: PlannedUpload, context: Context) => {
  const answers = Object.fromEntries(
    upload.rows.map(({ deviceId }) => [deviceId, { kind: 'registered-before' as const }]),
  );
  return reportAnswers({ ...context, tenantId }, uploadId, { ...upload, status: { kind: 'answered' }, answers });
};

test('a page that comes again after a crash goes out in the same uploads, though one is answered, and comes to its end', async () => {
  const first: PlannedUpload[] = [];
  const dying = contextWith(async (upload, context) => {
    if (first.length > 0) throw new Error('The service dies.');
    first.push(upload);
    await answer(upload, context);
  });
  await receive(dying);
  await expect(take(dying)).rejects.toThrow('The service dies.');

  const again: PlannedUpload[] = [];
  const context = contextWith(async (upload) => {
    again.push(upload);
    await answer(upload, context);
  });
  await take(context);
  expect(again.map(({ uploadId }) => uploadId)).toEqual(['i1.0000.0', 'i1.0000.1']);
  expect(again[0]).toEqual(first[0]);
  expect((await createOperation(context, key)).state?.outcome).toMatchObject({
    kind: 'succeeded',
    result: { accepted: 0, registered: 2, failed: 0 },
  });
});
