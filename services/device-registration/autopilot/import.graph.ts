import * as z from 'zod';
import { isGraphFailure, TryAgainAt } from '../../../shared/graph/errors.ts';
import { type Graph, v1 } from '../../../shared/graph/graph.ts';
import { at, odata, withQuery } from '../../../shared/graph/reading/odata.ts';
import { background, type CallContext } from '../microsoft.graph.ts';
import type { ImportAnswer } from './import-answer.ts';
import { answerToError } from './refusals.ts';

/** What Autopilot is told of a device. */
export interface HardwareHash {
  readonly serialNumber: string | null;
  readonly hardwareHash: string;
  readonly productId: string | null;
  readonly groupTag: string | null;
  readonly assignedUser: string | null;
}

export interface Sending {
  /** Ours, by which an upload is found again. */
  readonly importId: string;
  readonly hashes: readonly HardwareHash[];
  /** When it may have been sent before; milliseconds since 1970. */
  readonly maybeSentAt: number | undefined;
}

export type Sent = { readonly kind: 'sent' } | Extract<ImportAnswer, { kind: 'refused' }>;

/** Sends hardware hashes to Autopilot, once. Throws TryAgainAt while it is not sure, or while a permission is missing. */
export async function sendHashes(context: CallContext, sending: Sending): Promise<Sent> {
  const graph = background(context, 'registering devices with Autopilot');
  const { importId, hashes, maybeSentAt } = sending;
  try {
    const outcome = await graph.perform({
      target: v1(`${PATH}/import`),
      method: 'POST',
      body: { importedWindowsAutopilotDeviceIdentities: hashes.map((each) => rowOf(each, importId)) },
      repeat: 'key',
      before: maybeSentAt === undefined ? { kind: 'not-sent' } : { kind: 'maybe-sent', at: maybeSentAt },
      async evidence() {
        const rows = await rowsOf(graph, importId);
        return rows.length > 0 ? rows : undefined;
      },
    });
    if (outcome.kind === 'unclear') throw new TryAgainAt(outcome.lookAgainAt, 'outcome-not-visible');
    return { kind: 'sent' };
  } catch (error) {
    if (!isGraphFailure(error, 'graph-request-refused')) throw error;
    return { kind: 'refused', code: 'autopilot-error', message: `Microsoft refuses it: ${error.message}` };
  }
}

/** A row of an upload, as Autopilot has it. */
export interface UploadedRow {
  readonly id: string;
  readonly serialNumber: string;
  /** Undefined: not yet. */
  readonly answer: ImportAnswer | undefined;
}

/** How far Autopilot is with an upload. */
export async function readUpload(context: CallContext, importId: string): Promise<UploadedRow[]> {
  return rowsOf(background(context, 'following a registration with Autopilot'), importId);
}

/** What Autopilot calls an upload of ours, and which of its uploads are ours. */
export const importIdOf = (uploadId: string): string => `${OURS}${uploadId}`;

const OURS = 'omd:';

/** Rows of uploads of the service that Autopilot has answered and still keeps; some hundreds at a time. */
export async function listAnsweredRows(context: CallContext): Promise<{ id: string; uploadId: string }[]> {
  const graph = background(context, 'tidying up after registrations with Autopilot');
  const rows: { id: string; uploadId: string }[] = [];
  for await (const { items } of graph.pages(v1(PATH))) {
    for (const { id, importId, answer } of z.array(uploaded).parse(items))
      if (answer && importId?.startsWith(OURS)) rows.push({ id, uploadId: importId.slice(OURS.length) });
    if (rows.length >= ENOUGH_ROWS) break;
  }
  return rows;
}

const ENOUGH_ROWS = 500;

/** Deletes rows that have been dealt with, which Autopilot keeps otherwise. Throws TryAgainAt when some are for later. */
export async function deleteRows(context: CallContext, ids: readonly string[]): Promise<void> {
  const graph = background(context, 'tidying up after registrations with Autopilot');
  const items = ids.map((id) => ({
    id,
    method: 'DELETE' as const,
    path: at`/deviceManagement/importedWindowsAutopilotDeviceIdentities/${id}`,
  }));
  const results = [...(await graph.batch('v1.0', items)).values()];
  const later = results.flatMap((result) => (result.kind === 'later' ? [result.at] : []));
  if (later.length > 0) throw new TryAgainAt(Math.max(...later), 'throttled');
}

const PATH = '/deviceManagement/importedWindowsAutopilotDeviceIdentities';

function rowOf({ serialNumber, hardwareHash, productId, groupTag, assignedUser }: HardwareHash, importId: string) {
  return {
    '@odata.type': '#microsoft.graph.importedWindowsAutopilotDeviceIdentity',
    importId,
    hardwareIdentifier: hardwareHash,
    ...(serialNumber !== null && { serialNumber }),
    ...(productId !== null && { productKey: productId }),
    ...(groupTag !== null && { groupTag }),
    ...(assignedUser !== null && { assignedUserPrincipalName: assignedUser }),
  };
}

async function rowsOf(graph: Graph, importId: string): Promise<UploadedRow[]> {
  const rows: UploadedRow[] = [];
  // A filter that Intune does not understand is ignored without a word.
  for await (const { items } of graph.pages(v1(withQuery(PATH, { filter: odata`importId eq ${importId}` }))))
    for (const { importId: of, ...row } of z.array(uploaded).parse(items)) if (of === importId) rows.push(row);
  return rows;
}

const uploaded = z
  .object({
    id: z.string().min(1),
    importId: z.string().nullish(),
    serialNumber: z.string().nullish(),
    state: z.object({
      deviceImportStatus: z.string(),
      deviceRegistrationId: z.string().nullish(),
      deviceErrorCode: z.int().nullish(),
      deviceErrorName: z.string().nullish(),
    }),
  })
  .transform(({ id, importId, serialNumber, state }) => ({
    id,
    importId,
    serialNumber: serialNumber ?? '',
    answer: answerIn(state.deviceImportStatus, state),
  }));

interface ImportState {
  readonly deviceRegistrationId?: string | null | undefined;
  readonly deviceErrorCode?: number | null | undefined;
  readonly deviceErrorName?: string | null | undefined;
}

/** `partial`, `pending`, `unknown`, and whatever may be added one day, are no end. */
function answerIn(status: string, state: ImportState): ImportAnswer | undefined {
  const { deviceRegistrationId, deviceErrorCode, deviceErrorName } = state;
  if (status === 'error') return answerToError({ code: deviceErrorCode ?? 0, name: deviceErrorName ?? '' });
  if (status !== 'complete') return undefined;
  return deviceRegistrationId
    ? { kind: 'registered', autopilotDeviceId: deviceRegistrationId }
    : { kind: 'registered-before' };
}
