/** One line of the table. */
export interface Row {
  /** Begins with what is measured: `cosmos create, in memory`. */
  readonly name: string;
  readonly value: number;
  readonly unit: Unit;
  /** Another program, at the same work in the same run. */
  readonly reference?: { readonly name: string; readonly value: number };
  /** How many times better than the reference. */
  readonly ratio?: number;
}

/** Of `/s` more is better; of `ms` and of what is spent for each event less is. */
export type Unit = '/s' | 'ms' | 'RU' | 'requests' | 'operations';

/** What a file `<suite>.bench.ts` exports: it measures and returns its rows. */
export type Suite = (progress: (line: string) => void) => Promise<readonly Row[]>;

export function row(name: string, value: number, unit: Unit, reference?: Row['reference']): Row {
  const rounded = round(value);
  if (!reference) return { name, value: rounded, unit };
  const ratio = unit === '/s' ? value / reference.value : reference.value / value;
  return {
    name,
    value: rounded,
    unit,
    reference: { ...reference, value: round(reference.value) },
    ratio: round(ratio),
  };
}

/** Three digits are more than a run repeats. */
const round = (value: number) => Number(value.toPrecision(3));
