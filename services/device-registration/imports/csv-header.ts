import { headerUnknown } from '../errors.ts';

/** What a column may hold. */
export type Column = 'serial' | 'product' | 'hash' | 'manufacturer' | 'model' | 'tag' | 'user';

export type FileFormat = 'autopilot' | 'devices-blade' | 'partner' | 'partner-center';

export interface Header {
  readonly format: FileFormat;
  /** Place of each column that is there. */
  readonly columns: ReadonlyMap<Column, number>;
  /** `header-case`, `column-unknown` */
  readonly warnings: readonly string[];
}

/** The header sets, as those who made them write them. What is optional may be missing. */
const FORMATS = [
  {
    format: 'autopilot',
    names: {
      serial: 'Device Serial Number',
      product: 'Windows Product ID',
      hash: 'Hardware Hash',
      tag: 'Group Tag',
      user: 'Assigned User',
    },
    required: ['hash'],
  },
  {
    format: 'partner-center',
    names: {
      serial: 'Device Serial Number',
      product: 'Windows Product ID',
      hash: 'Hardware Hash',
      manufacturer: 'Manufacturer Name',
      model: 'Device Model',
      tag: 'Group Tag',
    },
    required: ['serial', 'manufacturer', 'model'],
  },
  {
    format: 'devices-blade',
    names: {
      manufacturer: 'Manufacturer',
      model: 'Model',
      serial: 'Serial Number',
      hash: 'Hardware Hash',
      tag: 'Group Tag',
    },
    required: ['serial', 'hash'],
  },
  {
    format: 'partner',
    names: { manufacturer: 'Manufacturer', model: 'Model', serial: 'Serial Number', tag: 'Group Tag' },
    required: ['serial', 'manufacturer', 'model'],
  },
] as const satisfies readonly {
  readonly format: FileFormat;
  readonly names: Partial<Record<Column, string>>;
  readonly required: readonly Column[];
}[];

/** Recognises the format that explains most of the columns, in any order and case. Throws Refusal `header-unknown`. */
export function readHeader(cells: readonly string[]): Header {
  const [best] = FORMATS.map((known) => ({ known, columns: columnsOf(known.names, cells) }))
    .filter(({ known, columns }) => known.required.every((column) => columns.has(column)))
    .sort((a, b) => b.columns.size - a.columns.size);
  if (!best || hasTwins(cells))
    throw headerUnknown(
      cells,
      FORMATS.map(({ names }) => Object.values(names)),
    );
  const { known, columns } = best;
  const names: readonly string[] = Object.values(known.names);
  const used = [...columns.values()].map((place) => cells[place] ?? '');
  const warnings = [
    ...(used.every((name) => names.includes(name)) ? [] : ['header-case']),
    ...(cells.filter((cell) => cell !== '').length > columns.size ? ['column-unknown'] : []),
  ];
  return { format: known.format, columns, warnings };
}

function columnsOf(names: Partial<Record<Column, string>>, cells: readonly string[]): ReadonlyMap<Column, number> {
  const written = cells.map(spelling);
  return new Map(
    Object.entries(names).flatMap(([column, name]) => {
      const place = written.indexOf(spelling(name));
      return place < 0 ? [] : [[column as Column, place] as const];
    }),
  );
}

function hasTwins(cells: readonly string[]): boolean {
  const named = cells.filter((cell) => cell !== '').map(spelling);
  return new Set(named).size < named.length;
}

const spelling = (name: string): string => name.toLowerCase().replaceAll(/[\s_]+/g, '');
