import * as z from 'zod';
import { on } from '../../../shared/bus/handlers.ts';
import { defineWork } from '../../../shared/bus/work.ts';
import { causeOf, optionsOf } from '../../../shared/functions/cause.ts';
import type { Context, TenantContext } from '../../../shared/functions/context.ts';
import { reportAnswers } from '../imports/import-operation.event.ts';
import { onceAllowed, TryAgainAt } from '../microsoft.graph.ts';
import { NUMBERS } from '../numbers.ts';
import { demandActive } from '../tenants/demand-active.event.ts';
import { importIdOf, readUpload, sendHashes } from './import.graph.ts';
import type { ImportAnswer } from './import-answer.ts';
import { startSync } from './sync-autopilot.event.ts';
import { startTidying } from './tidy-uploads.event.ts';
import { answerDevices, openUpload, saveUpload, waitingDevices } from './upload.store.ts';
import {
  answeredAll,
  halvesOf,
  isAnswered,
  newAnswers,
  nextPoll,
  type PlannedUpload,
  type Upload,
  uploadRow,
  withAnswers,
} from './upload.ts';

const work = defineWork({
  type: 'omd.work.upload-hashes.v1',
  data: z.object({ importId: z.string(), pageId: z.string(), uploadId: z.string(), rows: z.array(uploadRow).min(1) }),
});

/** Brings an upload to its end: sends it once, asks for answers until all are there, and tells devices and import of them. */
export const uploadHashes = {
  async start(context: Context, tenantId: string, upload: PlannedUpload): Promise<void> {
    const cause = causeOf(context, upload.importId);
    await context.bus.enqueue(work, upload, { tenantId, id: upload.uploadId, cause });
  },
  handler: on(work, {
    async handle({ tenantid, data }, context: Context) {
      await demandActive(context, tenantid);
      const upload = await openUpload(context.state, tenantid, data);
      const tenant = { ...context, tenantId: tenantid };
      await onceAllowed(context, () => advance(tenant, data.uploadId, upload));
    },
  }),
};

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
      return;
  }
}

async function dispatch(context: TenantContext, id: string, planned: Upload, maybeSentAt: number | undefined) {
  const now = context.clock.now();
  const hashes = await waitingDevices(context.state, context.tenantId, planned.rows);
  // Devices that wait no longer have been found in Autopilot meanwhile: somebody else was quicker.
  const upload = answeredAll(planned, FOUND_BEFORE, new Set(hashes.map(({ deviceId }) => deviceId)));
  if (isAnswered(upload)) return conclude(context, id, planned, upload);
  const isMine = maybeSentAt !== undefined || (await save(context, id, withStatus(upload, 'dispatching', now)));
  if (!isMine) throw new TryAgainAt(now + NUMBERS.firstPoll, 'outcome-not-visible');
  const outcome = await sendHashes(context, { importId: importIdOf(id), hashes, maybeSentAt });
  if (outcome.kind === 'sent') {
    await save(context, id, withStatus(upload, 'dispatched', now));
    throw new TryAgainAt(now + NUMBERS.firstPoll, 'outcome-not-visible');
  }
  if (hashes.length === 1) return conclude(context, id, planned, answeredAll(upload, outcome));
  const split: Upload = { ...planned, status: { kind: 'split' } };
  await save(context, id, split);
  await advance(context, id, split);
}

async function follow(context: TenantContext, id: string, upload: Upload, dispatchedAt: number): Promise<void> {
  const now = context.clock.now();
  const rows = await readUpload(context, importIdOf(id));
  const known = withAnswers(upload, rows);
  const next = now >= dispatchedAt + NUMBERS.answerDue ? answeredAll(known, NO_ANSWER) : known;
  if (isAnswered(next)) {
    await startSync(context, now);
    await startTidying(context, now);
    return conclude(context, id, upload, next);
  }
  await tell(context, id, upload, next);
  throw new TryAgainAt(nextPoll(dispatchedAt, now), 'outcome-not-visible');
}

function conclude(context: TenantContext, id: string, before: Upload, next: Upload): Promise<void> {
  return tell(context, id, before, { ...next, status: { kind: 'answered' } });
}

/** Saves last that it was told, so that whoever comes after a crash tells it again: nothing of it counts twice. */
async function tell(context: TenantContext, id: string, before: Upload, next: Upload): Promise<void> {
  const { state, tenantId, clock } = context;
  const at = new Date(clock.now()).toISOString();
  await answerDevices(state, tenantId, newAnswers(before, next), at, optionsOf(context, next.importId));
  await reportAnswers(context, id, next);
  await save(context, id, next);
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
