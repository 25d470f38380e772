/**
 * Where a number comes from: D documented by Microsoft, K general knowledge that was not checked against a tenant,
 * own a choice of this project.
 */
export type Mark = 'D' | 'K' | 'own';

/** A number with its source and its meaning; the meaning names the unit unless the number is a share of 1. */
export interface Rate {
  readonly value: number;
  readonly mark: Mark;
  readonly meaning: string;
}

const marked =
  (mark: Mark) =>
  (value: number, meaning: string): Rate => ({ value, mark, meaning });

export const documented = marked('D');
export const known = marked('K');
export const own = marked('own');

/** Rates in groups, as they are written down. */
export interface RateBook {
  readonly [name: string]: Rate | RateBook;
}

/** The same groups with the bare numbers, as the model reads them. */
export type Values<Book> = { readonly [Name in keyof Book]: Book[Name] extends Rate ? number : Values<Book[Name]> };

export function valuesOf<Book extends RateBook>(book: Book): Values<Book> {
  const values = Object.entries(book).map(([name, entry]) => [name, isRate(entry) ? entry.value : valuesOf(entry)]);
  return Object.fromEntries(values) as Values<Book>;
}

/** Every rate with its path, in the order in which they are written down. */
export function* eachRate(book: RateBook, path = ''): Generator<Rate & { readonly name: string }> {
  for (const [name, entry] of Object.entries(book))
    if (isRate(entry)) yield { name: path + name, ...entry };
    else yield* eachRate(entry, `${path}${name}.`);
}

const isRate = (entry: Rate | RateBook): entry is Rate => typeof entry['value'] === 'number';
