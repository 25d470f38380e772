import { createHash } from 'node:crypto';
import type * as V1 from '@microsoft/microsoft-graph-types';
import { z } from 'zod';
import { demandReport, exportFile, reportNamed } from '../exports/export-file.ts';
import { type Call, created } from '../graph/call.ts';
import { item, renderItem } from '../graph/item.ts';
import { action, type Route } from '../graph/route.ts';
import { rnd } from '../model/random.ts';
import { DAY, HOUR } from '../model/time.ts';
import { shape } from '../odata/shape.ts';
import { dateTime } from '../tenant/devices.ts';
import type { ExportJob } from '../tenant/export-job.ts';
import type { Kept } from '../tenant/table.ts';
import type { Tenant } from '../tenant/tenant.ts';

const PATH = '/deviceManagement/reports/exportJobs';
const DOWNLOADS = '/exports';
const throttle = 'intuneExports';
const permissions = [
  'DeviceManagementConfiguration.Read.All',
  'DeviceManagementConfiguration.ReadWrite.All',
  'DeviceManagementManagedDevices.Read.All',
  'DeviceManagementManagedDevices.ReadWrite.All',
  'DeviceManagementApps.Read.All',
  'DeviceManagementApps.ReadWrite.All',
];

/** A report on its way to being a file. */
const exportJob = shape<Kept<ExportJob>, V1.DeviceManagementExportJob>({
  type: 'microsoft.graph.deviceManagementExportJob',
  properties: {
    id: jobId,
    expirationDateTime: (job) => dateTime(job.readyAt + LINK_LIFETIME_MS),
    filter: (job) => job.filter,
    format: { of: (job) => job.format, enumeration: 'deviceManagementReportFileFormat' },
    localizationType: { of: (job) => job.localizationType, enumeration: 'deviceManagementExportJobLocalizationType' },
    reportName: (job) => job.reportName,
    requestDateTime: (job) => dateTime(job.requestedAt),
    select: (job) => [...job.select],
    snapshotId: () => null,
    status: { of: (job, { now }) => statusAt(job, now), enumeration: 'deviceManagementReportStatus' },
    url: (job, { now, origin }) =>
      now < job.readyAt ? null : `${origin}${DOWNLOADS}/${jobId(job)}?sig=${signature(job)}`,
  },
});

export const exportJobs: readonly Route[] = [
  action({
    path: PATH,
    permissions,
    throttle,
    body: z.strictObject({
      reportName: z.string().min(1).max(100),
      filter: z.string().max(2_000).nullish(),
      select: z.array(z.string()).max(100).nullish(),
      format: z.enum(['csv', 'json']).default('csv'),
      localizationType: z
        .enum(['localizedValuesAsAdditionalColumn', 'replaceLocalizableValues'])
        .default('localizedValuesAsAdditionalColumn'),
      snapshotId: z.null().optional(),
    }),
    run: (call, body) => {
      const { tenant, now } = call;
      const { reportName, format, localizationType } = body;
      const filter = body.filter || null;
      const select = body.select?.length ? body.select : Object.keys(reportNamed(reportName).columns);
      demandReport(reportName, select, filter);
      const job = tenant.exportJobs.add({
        ...{ reportName, select, filter, format, localizationType },
        requestedAt: now,
        readyAt: now + duration(call),
        asOf: snapshotTime(reportName, call),
      });
      return created(renderItem(exportJob, job, call));
    },
  }),
  item({
    path: `${PATH}/{id}`,
    permissions,
    throttle,
    shape: exportJob,
    find: ({ tenant, params }) => jobOf(tenant, params['id'] ?? ''),
  }),
];

/** The file behind the link of a finished job; undefined for other addresses. A link needs no token, and dies after 6 hours. */
export function download(request: Request, tenants: Iterable<Tenant>, now: number): Response | undefined {
  const { pathname, searchParams } = new URL(request.url);
  if (!pathname.startsWith(`${DOWNLOADS}/`)) return undefined;
  const id = pathname.slice(DOWNLOADS.length + 1);
  for (const tenant of tenants) {
    const job = jobOf(tenant, id);
    const isValid =
      job && searchParams.get('sig') === signature(job) && now >= job.readyAt && now < job.readyAt + LINK_LIFETIME_MS;
    if (isValid)
      return new Response(Buffer.from(exportFile(tenant, job, job.id)), {
        headers: { 'content-type': 'application/zip', 'content-disposition': `attachment; filename="${id}.zip"` },
      });
  }
  return new Response('AuthenticationFailed', { status: 403, headers: { 'content-type': 'text/plain' } });
}

const LINK_LIFETIME_MS = 6 * HOUR;
const EXPORT_STREAM = 1_004;

function jobId({ reportName, id }: Kept<ExportJob>): string {
  return `${reportName}_${id}`;
}

const jobOf = (tenant: Tenant, id: string) => tenant.exportJobs.get(id.slice(id.indexOf('_') + 1));

const signature = ({ id, requestedAt }: Kept<ExportJob>) =>
  createHash('sha256').update(`${id} ${requestedAt}`).digest('base64url');

const STARTS_AFTER_MS = 500;

function statusAt({ requestedAt, readyAt }: ExportJob, now: number): V1.DeviceManagementReportStatus {
  if (now >= readyAt) return 'completed';
  return now < requestedAt + STARTS_AFTER_MS ? 'notStarted' : 'inProgress';
}

/** Half a second, and a second for each 4,000 rows; on a busy day up to four times as long. */
function duration({ tenant, now }: Call): number {
  const usual = 500 + tenant.fleet.devices() / 4;
  return Math.ceil(usual * (1 + 3 * rnd(now & 0x7fff_ffff, 0, EXPORT_STREAM, 0)));
}

/** How old the rows are; a fault lets Intune export yesterday's again. */
function snapshotTime(reportName: string, { tenant, now }: Call): number {
  const { least, most } = reportNamed(reportName).age;
  const isStale = tenant.fleet.faults.active('staleExports', now).length > 0;
  const age = least + (most - least) * rnd(Math.floor(now / DAY), 0, EXPORT_STREAM, 1);
  return Math.max(now - age - (isStale ? DAY : 0), tenant.fleet.start);
}
