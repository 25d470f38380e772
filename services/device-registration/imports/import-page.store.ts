import { type AggregateDefinition, defineAggregate } from '../../../shared/state/aggregate.ts';
import { inParallel } from '../../../shared/state/in-parallel.ts';
import type { ChangeOptions, State } from '../../../shared/state/state.ts';
import { importUnknown } from '../errors.ts';
import {
  type AnsweredRow,
  answered,
  type ImportPage,
  PAGE_ROWS,
  pageSchema,
  type SettledPage,
  type SettledRow,
  type StoredPage,
} from './device-import.ts';
import { packRows, unpackRows } from './packed-rows.store.ts';
import type { JudgedRow } from './verdict.ts';

const pageAggregate: AggregateDefinition<StoredPage> = defineAggregate({
  kind: 'device-import-page',
  schemaVersion: 1,
  schema: pageSchema,
});

/** Requests at a time, of whatever is done to all rows or pages. */
const WIDTH = 16;

/** Stores the rows of an import, page by page. Again, it changes nothing. */
export async function storePages(
  state: State,
  tenantId: string,
  importId: string,
  rows: readonly JudgedRow[],
  options: ChangeOptions,
): Promise<void> {
  await inParallel(pageIdsOf(importId, rows.length).entries(), WIDTH, async ([number, id]) => {
    const at = number * PAGE_ROWS;
    const page: StoredPage = { kind: 'waiting', packed: await packRows(rows.slice(at, at + PAGE_ROWS)) };
    const decide = (current: StoredPage | undefined) => (current ? undefined : { state: page });
    await state.change(pageAggregate, { tenantId, id }, decide, { ...options, expect: 'new' });
  });
}

/** Throws Refusal `import-unknown`. */
export async function readPage(state: State, tenantId: string, pageId: string): Promise<ImportPage> {
  const page = (await state.load(pageAggregate, tenantId, pageId))?.state;
  if (!page) throw importUnknown();
  return page.kind === 'settled' ? page : { kind: 'waiting', rows: await unpackRows(page.packed) };
}

/** Deals with each row of a page that has not been dealt with; the rows' own work must bear to be done again. */
export async function settlePage(
  state: State,
  tenantId: string,
  pageId: string,
  settle: (row: JudgedRow) => Promise<SettledRow>,
  options: ChangeOptions,
): Promise<SettledPage> {
  const page = await readPage(state, tenantId, pageId);
  if (page.kind === 'settled') return page;
  const settled = new Map<number, SettledRow>();
  await inParallel(page.rows.entries(), WIDTH, async ([at, row]) => void settled.set(at, await settle(row)));
  const rows = page.rows.flatMap(({ line, serialNumber }, at) => {
    const outcome = settled.get(at);
    return outcome ? [{ line, serialNumber, settled: outcome }] : [];
  });
  const next: SettledPage = { kind: 'settled', rows };
  const { state: after } = await state.change(
    pageAggregate,
    { tenantId, id: pageId },
    (current) => (current?.kind === 'waiting' ? { state: next } : undefined),
    options,
  );
  if (after?.kind !== 'settled') throw importUnknown();
  return after;
}

/** Writes Autopilot's answers, by line, to the rows of a page. Again, it changes nothing. */
export async function answerPage(
  state: State,
  tenantId: string,
  pageId: string,
  answers: ReadonlyMap<number, AnsweredRow>,
  options: ChangeOptions,
): Promise<void> {
  const decide = (current: StoredPage | undefined) => {
    if (current?.kind !== 'settled') throw importUnknown();
    const next = { ...current, rows: current.rows.map((row) => answered(row, answers)) };
    return JSON.stringify(next) === JSON.stringify(current) ? undefined : { state: next };
  };
  await state.change(pageAggregate, { tenantId, id: pageId }, decide, options);
}

/** Ids of the pages of so many rows, in their order. */
export function pageIdsOf(importId: string, rows: number): string[] {
  return Array.from({ length: Math.ceil(rows / PAGE_ROWS) }, (_, number) => pageIdOf(importId, number));
}

export const pageIdOf = (importId: string, number: number): string => `${importId}.${String(number).padStart(4, '0')}`;
