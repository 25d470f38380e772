import type * as V1 from '@microsoft/microsoft-graph-types';
import type * as Beta from '@microsoft/microsoft-graph-types-beta';
import { z } from 'zod';
import { type Call, created, noContent, ok } from '../graph/call.ts';
import { conflict, GraphError, notFound } from '../graph/errors.ts';
import { item, renderItem } from '../graph/item.ts';
import { list } from '../graph/list.ts';
import { action, type Route } from '../graph/route.ts';
import { shape } from '../odata/shape.ts';
import { FAILED_LATER, type Upload, type UploadDraft } from '../tenant/autopilot.ts';
import { dateTime } from '../tenant/devices.ts';
import type { Kept } from '../tenant/table.ts';
import { serviceConfigScope } from './permissions.ts';

const PATH = '/deviceManagement/importedWindowsAutopilotDeviceIdentities';
const SETTINGS = '/deviceManagement/windowsAutopilotSettings';
const throttle = 'intuneConfiguration';
const { read, write } = serviceConfigScope;

/** A hardware hash on its way to becoming an Autopilot device. */
const importedIdentity = shape<Kept<Upload>, V1.ImportedWindowsAutopilotDeviceIdentity>({
  type: 'microsoft.graph.importedWindowsAutopilotDeviceIdentity',
  properties: {
    id: ({ id }) => id,
    assignedUserPrincipalName: (upload) => upload.assignedUserPrincipalName,
    groupTag: (upload) => upload.groupTag,
    hardwareIdentifier: () => null,
    importId: { of: (upload) => upload.importId, filter: ['eq'] },
    productKey: (upload) => upload.productKey,
    serialNumber: { of: (upload) => upload.serialNumber, filter: ['eq'] },
    state: (upload, call) => state(upload, call),
  },
});

const MOST_ROWS = 500;

const row = z.strictObject({
  '@odata.type': z.literal('#microsoft.graph.importedWindowsAutopilotDeviceIdentity').optional(),
  serialNumber: z.string().min(1).max(128),
  hardwareIdentifier: z.string().min(1).max(8_192),
  productKey: z.string().max(128).nullish(),
  groupTag: z.string().max(512).nullish(),
  importId: z.string().max(128).nullish(),
  assignedUserPrincipalName: z.string().max(256).nullish(),
});

export const autopilotImport: readonly Route[] = [
  action({
    path: `${PATH}/import`,
    permissions: write,
    throttle,
    body: z.strictObject({ importedWindowsAutopilotDeviceIdentities: z.array(row).min(1).max(MOST_ROWS) }),
    run: (call, body) => {
      const uploads = body.importedWindowsAutopilotDeviceIdentities.map((each) => upload(each, call));
      return ok({ value: uploads.map((each) => renderItem(importedIdentity, each, call)) });
    },
  }),
  action({
    path: PATH,
    permissions: write,
    throttle,
    body: row,
    run: (call, body) => created(renderItem(importedIdentity, upload(body, call), call)),
  }),
  list({
    path: PATH,
    permissions: read,
    throttle,
    shape: importedIdentity,
    rows: ({ tenant }) => tenant.autopilot.uploads.all(),
    key: ({ number }) => number,
    page: { usual: 1_000, most: 1_000 },
  }),
  item({
    path: `${PATH}/{id}`,
    permissions: read,
    throttle,
    shape: importedIdentity,
    find: ({ tenant, params }) => tenant.autopilot.uploads.get(params['id'] ?? ''),
  }),
  action({
    method: 'DELETE',
    path: `${PATH}/{id}`,
    permissions: write,
    throttle,
    run: ({ tenant, params }) => {
      const { id = '' } = params;
      if (!tenant.autopilot.uploads.remove(id)) throw notFound(id);
      return noContent;
    },
  }),
  action({
    path: `${SETTINGS}/sync`,
    since: 'beta',
    permissions: write,
    throttle,
    run: ({ tenant, now }) => {
      const last = tenant.autopilot.lastManualSync ?? Number.NEGATIVE_INFINITY;
      if (now < last + SYNC_LASTS_MS) throw conflict('A synchronisation is running.');
      if (now < last + SYNC_EVERY_MS)
        throw new GraphError(429, 'TooManyRequests', 'Synchronised less than 10 minutes ago.');
      tenant.autopilot.lastManualSync = now;
      return noContent;
    },
  }),
  action({
    method: 'GET',
    path: SETTINGS,
    since: 'beta',
    permissions: read,
    throttle,
    run: ({ tenant, now }) => {
      const last = tenant.autopilot.lastManualSync;
      const runs = last !== undefined && now < last + SYNC_LASTS_MS;
      const settings: Beta.WindowsAutopilotSettings = {
        id: tenant.id,
        syncStatus: runs ? 'inProgress' : 'completed',
        lastSyncDateTime: dateTime(last !== undefined && !runs ? last + SYNC_LASTS_MS : tenant.fleet.start),
        lastManualSyncTriggerDateTime: dateTime(last ?? tenant.fleet.start),
      };
      return ok(settings);
    },
  }),
];

const SYNC_LASTS_MS = 2 * 60_000;
const SYNC_EVERY_MS = 10 * 60_000;

function upload(each: z.infer<typeof row>, { tenant }: Call): Kept<Upload> {
  const draft: UploadDraft = {
    serialNumber: each.serialNumber,
    hardwareIdentifier: each.hardwareIdentifier,
    productKey: each.productKey ?? '',
    groupTag: each.groupTag ?? '',
    importId: each.importId ?? '',
    assignedUserPrincipalName: each.assignedUserPrincipalName ?? '',
  };
  return tenant.autopilot.upload(draft);
}

/** The service looks at a hash some minutes after it has come, also at one that it refuses. */
const REFUSED_AFTER_MS = 3 * 60_000;

function state(upload: Upload, { tenant, now }: Call): V1.ImportedWindowsAutopilotDeviceIdentityState {
  const { outcome, at } = upload;
  const life = 'device' in outcome ? tenant.fleet.life(outcome.device) : undefined;
  const isPending = life === 'imported' || (life === undefined && now < at + REFUSED_AFTER_MS);
  if (isPending)
    return { deviceImportStatus: 'pending', deviceRegistrationId: '', deviceErrorCode: 0, deviceErrorName: '' };
  const refusal = 'device' in outcome ? (life === 'importFailed' ? FAILED_LATER : undefined) : outcome;
  if (refusal)
    return {
      deviceImportStatus: 'error',
      deviceRegistrationId: '',
      deviceErrorCode: refusal.code,
      deviceErrorName: refusal.name,
    };
  const device = 'device' in outcome ? outcome.device : 0;
  return {
    deviceImportStatus: 'complete',
    deviceRegistrationId: tenant.fleet.ids.of('autopilotIdentity', device),
    deviceErrorCode: 0,
    deviceErrorName: '',
  };
}
