import * as z from 'zod';
import { DEVICE_PROFILES } from '../events/device-events.ts';
import { defineEndpoints } from './endpoint.ts';
import { idSchema, tenantParams } from './identifiers.ts';
import { PAGE_LIMIT, pageOf, pageQuery } from './lists.ts';
import { operationSchema } from './operations.ts';

/** Header sets of files that are recognised, and the shipment of an OEM. */
export const importFormat = z.enum(['autopilot', 'devices-blade', 'partner', 'partner-center', 'oem-shipment']);

/**
 * What becomes of a row: `known` is a device that was accepted before, `duplicate` one of an earlier row; an `accepted` one
 * is a device, which Autopilot has `registered` or refused (`failed`).
 */
export const rowOutcome = z.enum(['waiting', 'accepted', 'known', 'duplicate', 'rejected', 'registered', 'failed']);

export const rowColumns = [
  'line',
  'serialNumber',
  'outcome',
  'deviceId',
  'code',
  'message',
  'sameAsLine',
  'warnings',
] as const;

const importRow = z
  .object({
    /** Of the file, where the header is line 1; of a shipment, the place. */
    line: z.int(),
    serialNumber: z.string().nullable(),
    outcome: rowOutcome,
    deviceId: z.string().nullable(),
    /** Why it is rejected, e.g. `hash-invalid`, or has failed, e.g. `device-claimed`. */
    code: z.string().nullable(),
    message: z.string().nullable(),
    sameAsLine: z.int().nullable(),
    /** Codes, with blanks between them. */
    warnings: z.string(),
  })
  .meta({ id: 'DeviceImportRow' });

export type ImportRow = z.output<typeof importRow>;

/** Each row counts once, where it stands. */
export const importCounts = z
  .object({
    accepted: z.int(),
    known: z.int(),
    duplicate: z.int(),
    rejected: z.int(),
    registered: z.int(),
    failed: z.int(),
  })
  .meta({ id: 'DeviceImportCounts' });

export type ImportCounts = z.output<typeof importCounts>;

const importSummary = z
  .object({
    id: z.string(),
    format: importFormat,
    /** About the file as a whole, e.g. `encoding-bom`. */
    warnings: z.array(z.string()),
    receivedAt: z.iso.datetime(),
    rows: z.int(),
    /** Rows looked at so far. */
    done: z.int(),
    counts: importCounts,
  })
  .meta({ id: 'DeviceImport' });

const importQuery = z.strictObject({
  /** A partner may register by manufacturer, model and serial, or by product id; a customer by hardware hash alone. */
  registrant: z.enum(['customer', 'partner']).default('customer'),
  /** For rows that carry no group tag. */
  profile: z.enum(DEVICE_PROFILES).exactOptional(),
  shared: z.enum(['true', 'false']).default('false'),
});

export type ImportQuery = z.output<typeof importQuery>;

const path = '/api/v1/tenants/{tenantId}/device-imports';
const read = { permission: 'read:service', scope: 'tenant' } as const;
const one = tenantParams.extend({ importId: idSchema });
const file = {
  method: 'POST',
  params: tenantParams,
  query: importQuery,
  body: 'raw',
  bodyLimitBytes: 60 * 1024 * 1024,
  errors: {
    'file-empty': 422,
    'file-malformed': 422,
    'header-unknown': 422,
    'too-many-rows': 413,
    'profile-not-shareable': 422,
  },
} as const;

/** Devices by CSV: `text/csv` in every known format, at most 12,000 rows or 60 MB. */
export const deviceImportEndpoints = defineEndpoints({
  importDevices: {
    ...file,
    path,
    summary:
      'Import devices. The rows are stored before the answer; the operation follows them until Autopilot has answered.',
    access: { permission: 'write:service', scope: 'tenant' },
    answers: { 202: operationSchema },
  },
  previewDeviceImport: {
    ...file,
    path: `${path}/preview`,
    summary: 'What an import of this file would do, row by row. Stores nothing.',
    access: read,
    answers: {
      200: z
        .object({ format: importFormat, warnings: z.array(z.string()), counts: importCounts, rows: z.array(importRow) })
        .meta({ id: 'DeviceImportPreview' }),
    },
    csv: true,
  },
  readDeviceImport: {
    method: 'GET',
    path: `${path}/{importId}`,
    summary: 'How an import stands.',
    access: read,
    params: one,
    answers: { 200: importSummary },
    errors: { 'import-unknown': 404 },
  },
  listDeviceImportRows: {
    method: 'GET',
    path: `${path}/{importId}/rows`,
    summary: 'What became of each row, in the order of the file.',
    access: read,
    params: one,
    query: pageQuery.extend({
      after: z
        .string()
        .regex(/^\d{1,8}$/)
        .exactOptional(),
      limit: z.coerce.number().int().min(1).max(PAGE_LIMIT).default(100),
      outcome: rowOutcome.exactOptional(),
    }),
    answers: { 200: pageOf(importRow) },
    csv: true,
    errors: { 'import-unknown': 404 },
  },
});
