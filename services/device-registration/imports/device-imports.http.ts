import { createHash } from 'node:crypto';
import {
  deviceImportEndpoints,
  type ImportQuery,
  type ImportRow,
  rowColumns,
} from '../../../shared/contracts/http/device-imports.ts';
import { accepted, csv, ok } from '../../../shared/functions/answers.ts';
import { refuse } from '../../../shared/functions/problems.ts';
import { routes } from '../../../shared/functions/routes.ts';
import { deviceFinder, deviceIdOf } from '../devices/device.store.ts';
import { tagOfProfile } from '../devices/group-tag.ts';
import { profileNotShareable } from '../errors.ts';
import { readImport, rowsFrom } from './device-import.store.ts';
import { countsOf, progressOf, shownRow } from './device-import.ts';
import type { RowRules } from './import-row.ts';
import { receiveImport } from './import-rows.event.ts';
import { judgeFile } from './judge-file.ts';
import type { JudgedRow } from './verdict.ts';

/** More rows than any import has. */
const ALL_ROWS = 100_000;

export const deviceImportRoutes = routes(deviceImportEndpoints, {
  async importDevices({ body, commandId, context, headers, params: { tenantId }, query }) {
    demandCsv(headers);
    const receivedAt = new Date(context.clock.now()).toISOString();
    const file = judgeFile(body, rulesOf(query));
    const operation = await receiveImport(context, { tenantId, importId: commandId }, { ...file, receivedAt });
    return accepted(operation, `/api/v1/device-registration/tenants/${tenantId}/operations/${commandId}`);
  },

  async previewDeviceImport({ accepts, body, context, headers, params: { tenantId }, query }) {
    demandCsv(headers);
    const { format, warnings, rows: judged } = judgeFile(body, rulesOf(query));
    const known = await deviceFinder(context.state, tenantId);
    const rows = judged.map((row) => foreseen(row, tenantId, known));
    if (accepts === 'csv') return csv({ fileName: 'preview.csv', columns: rowColumns, rows });
    const outcomes = rows.flatMap(({ outcome }) => (outcome === 'waiting' ? [] : [outcome]));
    return ok({ format, warnings: [...warnings], counts: countsOf(outcomes), rows });
  },

  async readDeviceImport({ context, params: { tenantId, importId } }) {
    const found = await readImport(context.state, { tenantId, importId });
    const { format, warnings, receivedAt, rows } = found;
    const { counts, done } = progressOf(found);
    return ok({ id: importId, format, warnings, receivedAt, rows, counts, done });
  },

  async listDeviceImportRows({ accepts, context, params: { tenantId, importId }, query }) {
    const { limit, after = '0', outcome } = query;
    const asked = { from: Number(after), ...(outcome && { outcome }) };
    const key = { tenantId, importId };
    if (accepts === 'json') return ok(await rowsFrom(context.state, key, { ...asked, limit }));
    const { items } = await rowsFrom(context.state, key, { ...asked, limit: ALL_ROWS });
    return csv({ fileName: 'rows.csv', columns: rowColumns, rows: items });
  },
});

function demandCsv(headers: { get(name: string): string | null }): void {
  if (!/^text\/csv\s*(;|$)/i.test(headers.get('content-type') ?? ''))
    throw refuse('media-type-unsupported', 'Send the file as text/csv.');
}

function rulesOf({ registrant, profile, shared }: ImportQuery): RowRules {
  const defaultTag = profile ? tagOfProfile({ profile, shared: shared === 'true' }) : null;
  if (profile && !defaultTag) throw profileNotShareable(profile);
  const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();
  return { registrant, defaultTag: defaultTag ?? null, sha256 };
}

function foreseen(row: JudgedRow, tenantId: string, known: Awaited<ReturnType<typeof deviceFinder>>): ImportRow {
  if (row.verdict.kind !== 'good') return shownRow(row, row.verdict);
  const { candidate, keys, warnings } = row.verdict;
  const deviceId = known(keys);
  if (deviceId) return shownRow(row, { kind: 'known', deviceId, warnings });
  const awaits = candidate.hardwareHash ? 'autopilot-import' : 'autopilot-discovery';
  return shownRow(row, { kind: 'accepted', deviceId: deviceIdOf(tenantId, keys), warnings, awaits });
}
