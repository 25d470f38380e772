import type { ImportRow } from '../../../shared/contracts/http/device-imports.ts';
import { type AggregateDefinition, defineAggregate } from '../../../shared/state/aggregate.ts';
import type { ChangeOptions, State } from '../../../shared/state/state.ts';
import { importUnknown } from '../errors.ts';
import {
  type AnsweredRow,
  countsOf,
  type DeviceImport,
  doneIn,
  importSchema,
  isUploaded,
  NO_COUNTS,
  PAGE_ROWS,
  type SettledPage,
  shownRows,
} from './device-import.ts';
import { answerPage, pageIdOf, readPage, storePages } from './import-page.store.ts';
import type { JudgedRow } from './verdict.ts';

const importAggregate: AggregateDefinition<DeviceImport> = defineAggregate({
  kind: 'device-import',
  schemaVersion: 1,
  schema: importSchema,
});

/** An import of a tenant. */
export interface ImportKey {
  readonly tenantId: string;
  readonly importId: string;
}

export interface NewImport extends Pick<DeviceImport, 'format' | 'receivedAt'> {
  readonly warnings: readonly string[];
  readonly rows: readonly JudgedRow[];
}

/** Rows of one upload that Autopilot has answered, by line. */
export interface AnsweredUpload {
  readonly pageId: string;
  readonly uploadId: string;
  readonly rows: ReadonlyMap<number, AnsweredRow>;
}

/** Stores all rows, and the import last, so that an import that is there is there as a whole. Again, it changes nothing. */
export async function storeImport(
  state: State,
  { tenantId, importId }: ImportKey,
  { rows, warnings, ...described }: NewImport,
  options: ChangeOptions,
): Promise<void> {
  await storePages(state, tenantId, importId, rows, options);
  const stored: DeviceImport = {
    ...described,
    warnings: [...warnings],
    rows: rows.length,
    counts: NO_COUNTS,
    uploaded: 0,
    answers: {},
  };
  const audit = { action: 'devices.import', detail: { format: stored.format, rows: rows.length } };
  await state.change(
    importAggregate,
    { tenantId, id: importId },
    (current) => (current ? undefined : { state: stored, audit }),
    { ...options, expect: 'new' },
  );
}

/** Throws Refusal `import-unknown`. */
export async function readImport(state: State, { tenantId, importId }: ImportKey): Promise<DeviceImport> {
  const found = await state.load(importAggregate, tenantId, importId);
  if (!found) throw importUnknown();
  return found.state;
}

/** The rows from a place on, until there are enough of them, and the place to go on from. */
export async function rowsFrom(
  state: State,
  key: ImportKey,
  { from, limit, outcome }: { readonly from: number; readonly limit: number; readonly outcome?: ImportRow['outcome'] },
): Promise<{ readonly items: readonly ImportRow[]; readonly next?: string }> {
  const { rows: total } = await readImport(state, key);
  const items: ImportRow[] = [];
  for (let at = from; at < total; ) {
    const page = await readPage(state, key.tenantId, pageIdOf(key.importId, Math.floor(at / PAGE_ROWS)));
    for (const row of shownRows(page).slice(at % PAGE_ROWS)) {
      if (items.length === limit) return { items, next: String(at) };
      if (outcome === undefined || row.outcome === outcome) items.push(row);
      at++;
    }
  }
  return { items };
}

/** Counts a page once, however often it comes. */
export async function countPage(
  state: State,
  key: ImportKey,
  pageId: string,
  { rows }: SettledPage,
  options: ChangeOptions,
): Promise<DeviceImport> {
  const outcomes = rows.map(({ settled }) => settled.kind);
  const uploaded = rows.filter(({ settled }) => isUploaded(settled)).length;
  return changeImport(
    state,
    key,
    (current) =>
      // A shipment may be sent again when it has long been forgotten which pages were counted.
      doneIn(current.counts) < current.rows
        ? { ...current, counts: countsOf(outcomes, current.counts), uploaded: current.uploaded + uploaded }
        : current,
    { ...options, once: pageId },
  );
}

/** Writes Autopilot's answers to the rows of an upload into its page and its import. Again, it changes nothing. */
export async function answerRows(
  state: State,
  key: ImportKey,
  { pageId, uploadId, rows }: AnsweredUpload,
  options: ChangeOptions,
): Promise<DeviceImport> {
  await answerPage(state, key.tenantId, pageId, rows, options);
  const counts = { registered: 0, failed: 0 };
  for (const { kind } of rows.values()) counts[kind]++;
  return changeImport(
    state,
    key,
    (current) => ({ ...current, answers: { ...current.answers, [uploadId]: counts } }),
    options,
  );
}

async function changeImport(
  state: State,
  { tenantId, importId }: ImportKey,
  next: (current: DeviceImport) => DeviceImport,
  options: ChangeOptions,
): Promise<DeviceImport> {
  const decide = (current: DeviceImport | undefined) => {
    if (!current) throw importUnknown();
    const state = next(current);
    return JSON.stringify(state) === JSON.stringify(current) ? undefined : { state };
  };
  const { state: changed } = await state.change(importAggregate, { tenantId, id: importId }, decide, options);
  if (!changed) throw importUnknown();
  return changed;
}
