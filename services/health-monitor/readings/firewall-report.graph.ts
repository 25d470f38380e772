import { unzipSync } from 'fflate';
import * as z from 'zod';
import { isGraphFailure, TryAgainAt } from '../../../shared/graph/errors.ts';
import { type Graph, v1 } from '../../../shared/graph/graph.ts';
import { isPlainLoopback } from '../../../shared/graph/loopback.ts';

const JOBS = '/deviceManagement/reports/exportJobs';
/** A small tenant's report takes about eight seconds. */
const POLL_MS = 10_000;
/** A hundred thousand devices have about eight. */
const LONGEST_BYTES = 64 * 1024 * 1024;
const DOWNLOAD_MS = 30_000;

const exportJob = z.object({
  id: z.string().min(1).max(200),
  status: z.string(),
  url: z.string().max(4096).nullish(),
});

/** Has Intune prepare the report on firewalls. Returns the job's id. */
export async function startFirewallReport(graph: Graph): Promise<string> {
  const { body } = await graph.send({
    target: v1(JOBS),
    method: 'POST',
    // A second job does no harm: nobody fetches it.
    repeat: 'safe',
    body: { reportName: 'FirewallStatus', select: ['DeviceId', 'FirewallStatus'], format: 'json' },
  });
  return exportJob.parse(body).id;
}

/**
 * Whether the firewall of each device is on, by Intune's id in lower case. Undefined when the report failed or is gone.
 * While it is being prepared: throws TryAgainAt for the patient, undefined for others.
 */
export async function readFirewallReport(
  graph: Graph,
  jobId: string,
  { now, isPatient }: { readonly now: number; readonly isPatient: boolean },
): Promise<ReadonlyMap<string, boolean> | undefined> {
  const job = await jobOf(graph, jobId);
  if (job === undefined || job.status === 'failed') return undefined;
  if (job.status === 'completed' && job.url) return rowsIn(await download(job.url));
  if (!isPatient) return undefined;
  throw new TryAgainAt(now + POLL_MS, 'unavailable');
}

async function jobOf(graph: Graph, jobId: string) {
  try {
    return await graph.get(v1(`${JOBS}/${encodeURIComponent(jobId)}`), (body) => exportJob.parse(body));
  } catch (error) {
    if (isGraphFailure(error, 'graph-not-found')) return undefined;
    throw error;
  }
}

/** The link leads to a storage account and proves itself: no token goes there. */
async function download(link: string): Promise<Uint8Array> {
  if (!link.startsWith('https://') && !isPlainLoopback(link))
    throw new TypeError('The link of a report is not secure.');
  const response = await fetch(link, { redirect: 'error', signal: AbortSignal.timeout(DOWNLOAD_MS) });
  if (!response.ok || !response.body) throw new Error(`A report could not be fetched: ${response.status}.`);
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body) {
    length += chunk.length;
    if (length > LONGEST_BYTES) throw new RangeError('A report is longer than any that was asked for.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const report = z.object({ values: z.array(z.unknown()) });

const row = z.object({ DeviceId: z.guid().toLowerCase(), FirewallStatus: z.coerce.string() });

function rowsIn(archive: Uint8Array): ReadonlyMap<string, boolean> {
  const files = unzipSync(archive, { filter: ({ originalSize }) => originalSize <= LONGEST_BYTES });
  const [file] = Object.values(files);
  if (!file) throw new RangeError('A report came without its file.');
  const { values } = report.parse(JSON.parse(Buffer.from(file).toString('utf8')));
  return new Map(
    values.flatMap((value) => {
      const { data } = row.safeParse(value);
      if (!data) return [];
      const isOn = isOnBy(data.FirewallStatus);
      return isOn === undefined ? [] : [[data.DeviceId, isOn]];
    }),
  );
}

/** Enabled; disabled, limited, temporarily disabled. What does not apply to a device says nothing of it. */
function isOnBy(status: string): boolean | undefined {
  if (status === '0') return true;
  return ['1', '2', '3'].includes(status) ? false : undefined;
}
