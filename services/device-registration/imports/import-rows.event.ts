import * as z from 'zod';
import { defineFanOut } from '../../../shared/bus/fan-out.ts';
import { importFormat } from '../../../shared/contracts/http/device-imports.ts';
import type { Operation } from '../../../shared/contracts/http/operations.ts';
import { optionsOf } from '../../../shared/functions/cause.ts';
import type { Context } from '../../../shared/functions/context.ts';
import { type UploadRow, uploadsOf } from '../autopilot/upload.ts';
import { uploadHashes } from '../autopilot/upload-hashes.event.ts';
import { registerDevice } from '../devices/device.store.ts';
import { countPage, type ImportKey, type NewImport, storeImport } from './device-import.store.ts';
import { type DeviceImport, isUploaded, type SettledPage, type SettledRow } from './device-import.ts';
import { createOperation, reportProgress } from './import-operation.event.ts';
import { pageIdsOf, settlePage } from './import-page.store.ts';
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
    const page = await settlePage(context.state, tenantId, pageId, settle, options);
    await reportProgress(context, key, await countPage(context.state, key, pageId, page, options));
    // Last, since an answer counts upon a row that has been counted as accepted.
    for (const upload of uploadsOf(importId, pageId, uploadedRows(page)))
      await uploadHashes.start(context, tenantId, upload);
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
  const { kind, deviceId } = await registerDevice(context.state, tenantId, registration, optionsOf(context, importId));
  if (kind === 'known') return { kind, deviceId, warnings };
  return { kind, deviceId, warnings, awaits: candidate.hardwareHash ? 'autopilot-import' : 'autopilot-discovery' };
}

/** Those that are answered too: a page that comes again has the uploads that it had. */
function uploadedRows({ rows }: SettledPage): UploadRow[] {
  return rows.flatMap(({ line, serialNumber, settled }) =>
    isUploaded(settled) ? [{ line, serialNumber, deviceId: settled.deviceId }] : [],
  );
}
