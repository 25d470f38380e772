import * as z from 'zod';
import { defineFanOut } from '../../../shared/bus/fan-out.ts';
import { importFormat } from '../../../shared/contracts/http/device-imports.ts';
import type { Operation } from '../../../shared/contracts/http/operations.ts';
import type { Context } from '../../../shared/functions/context.ts';
import { registerDevice } from '../devices/device.store.ts';
import {
  countPage,
  type ImportKey,
  type NewImport,
  pageIdsOf,
  settlePage,
  storeImport,
} from './device-import.store.ts';
import { type DeviceImport, doneIn, type SettledRow } from './device-import.ts';
import type { JudgedRow } from './verdict.ts';

/** Pages that all lanes together take in one step: a message stays well within its deadline, and few of them count at once. */
const PAGES_AT_A_TIME = 4;

const work = z.object({ importId: z.string(), format: importFormat, rows: z.int() });

/** Registers the rows of an import, page by page. */
export const importRows = defineFanOut({
  type: 'omd.work.import-rows.v1',
  data: work,
  async ids(_context: Context, _tenantId, { importId, rows }, after = '') {
    return pageIdsOf(importId, rows)
      .filter((id) => id > after)
      .slice(0, PAGES_AT_A_TIME);
  },
  async each(context: Context, tenantId, pageId, { importId, format }) {
    const key = { tenantId, importId };
    const options = optionsOf(context, importId);
    const settle = (row: JudgedRow) => settleRow(context, key, format, row);
    const page = await settlePage(context.state, key, pageId, settle, options);
    await report(context, key, await countPage(context.state, key, pageId, page, options));
  },
});

/**
 * Takes an import in: its rows are stored and their work is on its way when this resolves, so nothing that was accepted is
 * lost. Asked again under the same id, it changes nothing.
 */
export async function receiveImport(context: Context, key: ImportKey, received: NewImport): Promise<Operation> {
  const { tenantId, importId } = key;
  const options = optionsOf(context, importId);
  await storeImport(context.state, key, received, options);
  const data = { importId, format: received.format, rows: received.rows.length };
  await importRows.start(context.bus, data, { tenantId, id: importId, cause: options.cause });
  const { state } = await createOperation(context, key);
  if (!state) throw new TypeError('Nothing removes an operation.');
  return { id: importId, ...state };
}

async function settleRow(
  context: Context,
  { tenantId, importId }: ImportKey,
  format: DeviceImport['format'],
  { line, verdict }: JudgedRow,
): Promise<SettledRow> {
  if (verdict.kind !== 'good') return verdict;
  const { candidate, keys, warnings } = verdict;
  const acceptedAt = new Date(context.clock.now()).toISOString();
  const source = { kind: format === 'oem-shipment' ? 'shipment' : 'file', importId, line } as const;
  const registration = { candidate, keys, notes: warnings, source, acceptedAt };
  const registered = await registerDevice(context.state, tenantId, registration, optionsOf(context, importId));
  return { ...registered, warnings };
}

async function report(context: Context, key: ImportKey, { rows, counts }: DeviceImport): Promise<void> {
  const { tenantId, importId } = key;
  const { operations } = context.state;
  const done = doneIn(counts);
  await createOperation(context, key);
  await operations.progress(tenantId, importId, { name: 'rows', done, total: rows }, optionsOf(context, importId));
  if (done < rows) return;
  const outcome =
    counts.rejected === rows
      ? ({ kind: 'failed', code: 'no-row-accepted', message: 'Every row has been rejected.' } as const)
      : ({ kind: 'succeeded', result: counts } as const);
  await operations.finish(tenantId, importId, outcome, optionsOf(context, importId));
}

/** By whoever comes first: the work may be quicker than the request that has sent it. */
function createOperation(context: Context, { tenantId, importId }: ImportKey) {
  const options = optionsOf(context, importId);
  return context.state.operations.create(tenantId, importId, 'import-devices', ['rows'], options);
}

function optionsOf({ actor, correlationId, traceparent }: Context, importId: string) {
  return { actor, cause: { id: importId, correlationId, ...(traceparent && { traceparent }) } };
}
