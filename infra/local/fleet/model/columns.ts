const layout = {
  // What a device is.
  model: Uint8Array,
  presenceClass: Uint8Array,
  zone: Int8Array,
  site: Uint16Array,
  edition: Uint8Array,
  join: Uint8Array,
  memoryGigabytes: Uint8Array,
  diskGigabytes: Uint16Array,
  freeGigabytes: Float32Array,
  protection: Uint8Array,
  bitLocker: Uint8Array,
  frailty: Float32Array,
  owner: Int32Array,
  // Its life and its ids.
  life: Uint8Array,
  generation: Uint16Array,
  enrolledAt: Float64Array,
  // Times at which it was or will be out of reach.
  downFrom: Float64Array,
  downUntil: Float64Array,
  isolatedFrom: Float64Array,
  isolatedUntil: Float64Array,
  // Windows, and the update on its way.
  build: Uint16Array,
  revision: Uint16Array,
  previousBuild: Uint16Array,
  previousRevision: Uint16Array,
  restartedAt: Float64Array,
  policy: Uint8Array,
  step: Uint8Array,
  target: Int16Array,
  attempts: Uint8Array,
  failure: Uint8Array,
  repairs: Uint8Array,
  offeredAt: Float64Array,
  installedAt: Float64Array,
  stepAt: Float64Array,
} as const;

type Layout = typeof layout;

/** The state of the fleet: one row a device. Times are milliseconds since 1970, NaN where there is none. */
export type Columns = { readonly [Name in keyof Layout]: InstanceType<Layout[Name]> };

export type ColumnName = keyof Layout;

export const columnNames = Object.keys(layout) as ColumnName[];

/** Memory of one row. */
export const BYTES_PER_DEVICE = columnNames.reduce((sum, name) => sum + layout[name].BYTES_PER_ELEMENT, 0);

export function createColumns(rows: number): Columns {
  return Object.fromEntries(columnNames.map((name) => [name, new layout[name](rows)])) as Columns;
}

/** Copies every column; `to` has at least as many rows. */
export function copyColumns(from: Columns, to: Columns): void {
  for (const name of columnNames) to[name].set(from[name]);
}
