import { createHash } from 'node:crypto';
import * as z from 'zod';
import { on } from '../../../shared/bus/handlers.ts';
import { defineWork } from '../../../shared/bus/work.ts';
import type { Context } from '../../../shared/functions/context.ts';
import { reportAnswers } from '../imports/import-operation.event.ts';
import { TryAgainAt } from '../microsoft.graph.ts';
import { NUMBERS } from '../numbers.ts';
import { demandActive } from '../tenants/demand-active.event.ts';
import { clearRows, readUpload, sendHashes, type UploadedRow } from './import.graph.ts';
import type { ImportAnswer } from './import-answer.ts';
import { startSync } from './sync-autopilot.event.ts';
import { answerDevices, openUpload, saveUpload, waitingDevices } from './upload.store.ts';
import { halvesOf, nextPoll, type PlannedUpload, type Upload, uploadRow } from './upload.ts';

const work = defineWork({
  type: 'omd.work.upload-hashes.v1',
  data: z.object({ importId: z.string(), pageId: z.string(), uploadId: z.string(), rows: z.array(uploadRow).min(1) }),
});

/** Brings an upload to its end: sends it once, asks for answers until all are there, and tells devices and import of them. */
export const uploadHashes = {
  async start({ bus, correlationId }: Context, tenantId: string, upload: PlannedUpload): Promise<void> {
    await bus.enqueue(work, upload, { tenantId, id: upload.uploadId, cause: { id: upload.importId, correlationId } });
  },
  handler: on(work, {
    async handle({ tenantid, data }, context: Context) {
      await demandActive(context, tenantid);
      const upload = await openUpload(context.state, tenantid, data);
      await advance({ ...context, tenantId: tenantid }, data.uploadId, upload);
    },
  }),
};

type TenantContext = Context & { readonly tenantId: string };

async function advance(context: TenantContext, id: string, upload: Upload): Promise<void> {
  switch (upload.status.kind) {
    case 'planned':
      return dispatch(context, id, upload, undefined);
    case 'dispatching':
      return dispatch(context, id, upload, upload.status.at);
    case 'dispatched':
      return follow(context, id, upload, upload.status.at);
    case 'split':
      for (const half of halvesOf(upload, id)) await uploadHashes.start(context, context.tenantId, half);
      return;
    case 'answered':
      return conclude(context, id, upload);
  }
}

async function dispatch(context: TenantContext, id: string, planned: Upload, maybeSentAt: number | undefined) {
  const now = context.clock.now();
  const hashes = await waitingDevices(context.state, context.tenantId, planned.rows);
  const upload = answeredElsewhere(planned, hashes);
  if (hashes.length === 0) return conclude(context, id, answeredAll(upload, FOUND_BEFORE));
  const isMine = maybeSentAt !== undefined || (await save(context, id, withStatus(upload, 'dispatching', now)));
  if (!isMine) throw new TryAgainAt(now + NUMBERS.firstPoll, 'outcome-not-visible');
  const outcome = await sendHashes(context, { importId: importIdOf(id), hashes, maybeSentAt });
  if (outcome.kind === 'sent') {
    await save(context, id, withStatus(upload, 'dispatched', now));
    throw new TryAgainAt(now + NUMBERS.firstPoll, 'outcome-not-visible');
  }
  const next: Upload = hashes.length > 1 ? { ...upload, status: { kind: 'split' } } : answeredAll(upload, outcome);
  await save(context, id, next);
  await advance(context, id, next);
}

async function follow(context: TenantContext, id: string, upload: Upload, dispatchedAt: number): Promise<void> {
  const now = context.clock.now();
  const known = withAnswers(upload, await readUpload(context, importIdOf(id)));
  const next = now >= dispatchedAt + NUMBERS.answerDue ? answeredAll(known, NO_ANSWER) : known;
  if (next.rows.every(({ deviceId }) => next.answers[deviceId])) {
    await startSync(context, now);
    return conclude(context, id, { ...next, status: { kind: 'answered' } });
  }
  await tell(context, id, next);
  throw new TryAgainAt(nextPoll(dispatchedAt, now), 'outcome-not-visible');
}

/** Bears to be done again, so that whoever comes after a crash may. */
async function conclude(context: TenantContext, id: string, upload: Upload): Promise<void> {
  await tell(context, id, upload);
  const rows = await readUpload(context, importIdOf(id));
  const ids = rows.map((row) => row.id);
  await clearRows(context, ids);
}

async function tell(context: TenantContext, id: string, upload: Upload): Promise<void> {
  const { state, tenantId, clock } = context;
  const at = new Date(clock.now()).toISOString();
  await save(context, id, upload);
  await answerDevices(state, tenantId, upload.answers, at, optionsOf(context, upload.importId));
  await reportAnswers(context, id, upload);
}

function save(context: TenantContext, id: string, upload: Upload): Promise<boolean> {
  return saveUpload(context.state, context.tenantId, id, upload, optionsOf(context, upload.importId));
}

const NO_ANSWER: ImportAnswer = {
  kind: 'refused',
  code: 'autopilot-silent',
  message: 'Autopilot has not answered within a day. Register the device again.',
};

const FOUND_BEFORE: ImportAnswer = { kind: 'registered-before' };

function withStatus(upload: Upload, kind: 'dispatching' | 'dispatched', at: number): Upload {
  return { ...upload, status: { kind, at } };
}

/** Devices that wait no longer have been found in Autopilot meanwhile: somebody else was quicker. */
function answeredElsewhere(upload: Upload, waiting: readonly { readonly deviceId: string }[]): Upload {
  const ids = new Set(waiting.map(({ deviceId }) => deviceId));
  const found = upload.rows.flatMap(({ deviceId }) => (ids.has(deviceId) ? [] : [[deviceId, FOUND_BEFORE] as const]));
  return { ...upload, answers: { ...Object.fromEntries(found), ...upload.answers } };
}

function withAnswers(upload: Upload, uploaded: readonly UploadedRow[]): Upload {
  const bySerial = new Map(uploaded.map(({ serialNumber, answer }) => [serialNumber, answer]));
  const news = upload.rows.flatMap(({ deviceId, serialNumber }) => {
    const answer = bySerial.get(serialNumber ?? '');
    return answer ? [[deviceId, answer] as const] : [];
  });
  return { ...upload, answers: { ...Object.fromEntries(news), ...upload.answers } };
}

/** Gives one answer to all rows that have none. */
function answeredAll(upload: Upload, answer: ImportAnswer): Upload {
  const answers = Object.fromEntries(upload.rows.map(({ deviceId }) => [deviceId, answer]));
  return { ...upload, status: { kind: 'answered' }, answers: { ...answers, ...upload.answers } };
}

/** Autopilot's `importId`: the same for the same upload, and of the form that others use there. */
function importIdOf(uploadId: string): string {
  const hash = createHash('sha256').update(uploadId).digest().subarray(0, 16);
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x80, 6);
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8);
  return hash.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

function optionsOf({ actor, correlationId, traceparent }: Context, importId: string) {
  return { actor, cause: { id: importId, correlationId, ...(traceparent && { traceparent }) } };
}
