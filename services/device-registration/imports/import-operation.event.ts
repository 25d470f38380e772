import { optionsOf } from '../../../shared/functions/cause.ts';
import type { Context, TenantContext } from '../../../shared/functions/context.ts';
import type { ImportAnswer } from '../autopilot/import-answer.ts';
import type { Upload } from '../autopilot/upload.ts';
import { answerRows, type ImportKey } from './device-import.store.ts';
import { type AnsweredRow, type DeviceImport, progressOf } from './device-import.ts';

/** Shows in an import what Autopilot has answered to one of its uploads. */
export async function reportAnswers(
  context: TenantContext,
  uploadId: string,
  { importId, pageId, rows, answers }: Upload,
): Promise<void> {
  const answered = new Map<number, AnsweredRow>();
  for (const { line, deviceId } of rows) {
    const answer = answers[deviceId];
    if (answer) answered.set(line, shown(answer));
  }
  const key = { tenantId: context.tenantId, importId };
  const upload = { pageId, uploadId, rows: answered };
  await reportProgress(context, key, await answerRows(context.state, key, upload, optionsOf(context, importId)));
}

/** Tells the operation how far the import is, and its end. */
export async function reportProgress(context: Context, key: ImportKey, found: DeviceImport): Promise<void> {
  const { tenantId, importId } = key;
  const { operations } = context.state;
  const options = optionsOf(context, importId);
  const { counts, done, answered, isOver } = progressOf(found);
  await createOperation(context, key);
  await operations.progress(tenantId, importId, { name: 'rows', done, total: found.rows }, options);
  await operations.progress(tenantId, importId, { name: 'autopilot', done: answered, total: found.uploaded }, options);
  if (!isOver) return;
  const outcome =
    counts.rejected === found.rows
      ? ({ kind: 'failed', code: 'no-row-accepted', message: 'Every row has been rejected.' } as const)
      : ({ kind: 'succeeded', result: counts } as const);
  await operations.finish(tenantId, importId, outcome, options);
}

/** By whoever comes first: the work may be quicker than the request that has sent it. */
export function createOperation(context: Context, { tenantId, importId }: ImportKey) {
  const options = optionsOf(context, importId);
  return context.state.operations.create(tenantId, importId, 'import-devices', ['rows', 'autopilot'], options);
}

function shown(answer: ImportAnswer): AnsweredRow {
  switch (answer.kind) {
    case 'registered':
      return { kind: 'registered', note: null };
    case 'registered-before':
      return { kind: 'registered', note: { code: 'registered-before', message: 'Device already registered.' } };
    case 'refused':
      return { kind: 'failed', code: answer.code, message: answer.message };
  }
}
