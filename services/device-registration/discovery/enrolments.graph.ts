import * as z from 'zod';
import { type Graph, v1 } from '../../../shared/graph/graph.ts';
import { type Expression, odata, withQuery } from '../../../shared/graph/reading/odata.ts';
import { isComplete } from '../../../shared/graph/reading/pages.ts';
import { countWindowsDevices } from '../../../shared/graph/reading/windows-devices.ts';
import { graphText } from '../graph-text.ts';
import { background, type CallContext } from '../microsoft.graph.ts';
import type { Enrolment } from './sighting.ts';

/** Devices of Intune, and whether these are all of them. */
export interface Enrolments {
  readonly enrolments: readonly Enrolment[];
  readonly isWhole: boolean;
}

/** All Windows devices. Intune's long lists sometimes end early, which its own head count gives away. */
export async function listEnrolments(context: CallContext): Promise<Enrolments> {
  const graph = background(context, 'finding devices that are enrolled in Intune');
  const expected = await countWindowsDevices(graph);
  const enrolments = await listWhere(graph, odata`operatingSystem eq ${'Windows'}`);
  return { enrolments, isWhole: isComplete(enrolments.length, expected) };
}

/** Those that have checked in since a moment (milliseconds since 1970). */
export async function listCheckedIn(context: CallContext, since: number): Promise<Enrolments> {
  const graph = background(context, 'finding devices that have enrolled in Intune');
  const enrolments = await listWhere(graph, odata`lastSyncDateTime gt ${new Date(since)}`);
  return { enrolments, isWhole: false };
}

async function listWhere(graph: Graph, filter: Expression): Promise<Enrolment[]> {
  const path = withQuery('/deviceManagement/managedDevices', { select: FIELDS, filter, top: 1000 });
  const found: Enrolment[] = [];
  // A filter that Intune does not understand is ignored without a word.
  for await (const { items } of graph.pages(v1(path)))
    for (const { operatingSystem, ...enrolment } of z.array(listed).parse(items))
      if (operatingSystem === 'Windows') found.push(enrolment);
  return found;
}

const FIELDS = [
  'id',
  'deviceName',
  'serialNumber',
  'azureADDeviceId',
  'userPrincipalName',
  'operatingSystem',
  'lastSyncDateTime',
] as const;

const listed = z
  .object({
    id: z.string().min(1),
    deviceName: graphText,
    serialNumber: graphText,
    azureADDeviceId: graphText,
    userPrincipalName: graphText,
    operatingSystem: graphText,
    lastSyncDateTime: z.iso.datetime(),
  })
  .transform(({ deviceName, azureADDeviceId, userPrincipalName, lastSyncDateTime, ...rest }) => ({
    ...rest,
    name: deviceName,
    entraDeviceId: azureADDeviceId,
    assignedUser: userPrincipalName,
    lastCheckIn: lastSyncDateTime,
  }));
