import * as z from 'zod';
import { TryAgainAt } from '../../../shared/graph/errors.ts';
import { type Graph, v1 } from '../../../shared/graph/graph.ts';
import { odata, withQuery } from '../../../shared/graph/reading/odata.ts';
import type { StopError } from './device-reading.ts';

const PERFORMANCE = '/deviceManagement/userExperienceAnalyticsDevicePerformance';
const HISTORY = '/deviceManagement/userExperienceAnalyticsDeviceStartupHistory';

const PAGE = 1_000;

const performance = z.object({ id: z.guid().toLowerCase(), blueScreenCount: z.int().min(1).max(10_000) });

/** Stop errors of the last 30 days by Intune's id in lower case: devices that had any. A daily snapshot. */
export async function readStopSums(graph: Graph): Promise<ReadonlyMap<string, number>> {
  const path = withQuery(PERFORMANCE, {
    filter: odata`blueScreenCount gt ${0}`,
    select: ['id', 'blueScreenCount'],
    top: PAGE,
  });
  const sums = new Map<string, number>();
  for await (const { items } of graph.pages(v1(path)))
    for (const item of items) {
      const { data } = performance.safeParse(item);
      if (data) sums.set(data.id, data.blueScreenCount);
    }
  return sums;
}

/** Whether Endpoint analytics knows any device: below five, or where it is not switched on, it stays empty. */
export async function isAnalyticsEmpty(graph: Graph): Promise<boolean> {
  const body = await graph.get(v1(withQuery(PERFORMANCE, { select: ['id'], top: 1 })), (page) => startups.parse(page));
  return body.value.length === 0;
}

/** A start of a device. After a crash the fault bucket reads like `AV_Netwtw10!unknown_function`, or names no module. */
const startup = z.object({
  startTime: z.iso.datetime(),
  restartCategory: z.string(),
  restartStopCode: z.string().nullish(),
  restartFaultBucket: z.string().nullish(),
  operatingSystemVersion: z.string().max(32).nullish(),
});

const startups = z.object({ value: z.array(z.unknown()) });

/** The stop errors of these devices that their starts tell of, by id, the oldest first. Throws TryAgainAt. */
export async function readStopErrors(
  graph: Graph,
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly StopError[]>> {
  const items = ids.map((id) => ({
    id,
    method: 'GET' as const,
    path: withQuery(HISTORY, { filter: odata`deviceId eq ${id}`, top: PAGE }),
  }));
  const found = new Map<string, readonly StopError[]>();
  for (const [id, result] of await graph.batch('v1.0', items)) {
    if (result.kind === 'later') throw new TryAgainAt(result.at, 'throttled');
    // A device whose starts cannot be read keeps the number of its stop errors, without what they were.
    found.set(id, result.kind === 'answered' ? stopErrorsIn(result.body) : []);
  }
  return found;
}

function stopErrorsIn(body: unknown): StopError[] {
  const { value } = startups.parse(body);
  return value.flatMap((item) => {
    const { data } = startup.safeParse(item);
    return data?.restartCategory.toLowerCase() === 'bluescreen' ? [stopErrorOf(data)] : [];
  });
}

function stopErrorOf({
  startTime,
  restartStopCode,
  restartFaultBucket,
  operatingSystemVersion,
}: z.output<typeof startup>): StopError {
  return {
    at: new Date(startTime).toISOString(),
    isTimed: true,
    stopCode: stopCodeIn(restartStopCode ?? ''),
    module: moduleIn(restartFaultBucket ?? ''),
    osVersion: operatingSystemVersion ?? null,
  };
}

/** `0x9F`, `0x0000009f` and the like, at the width that Windows shows; null for anything else. */
function stopCodeIn(text: string): string | null {
  const digits = /^0x0*([0-9a-f]{1,8})$/i.exec(text)?.[1];
  return digits === undefined ? null : `0x${digits.toUpperCase().padStart(8, '0')}`;
}

/** What a fault bucket names: a driver as a file, a processor by its maker's name; null where it names none. */
function moduleIn(bucket: string): string | null {
  const name = /^(?:AV_|0x[0-9A-F]+_(?:[0-9A-F]+_)?)?([A-Z][\w.-]{0,99})!/i.exec(bucket)?.[1];
  if (name === undefined) return null;
  return name.includes('.') || PROCESSORS.has(name) ? name : `${name}.sys`;
}

const PROCESSORS: ReadonlySet<string> = new Set(['GenuineIntel', 'AuthenticAMD']);
