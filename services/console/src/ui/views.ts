/** Search, order and filters, as the address has them. */
export type Wanted = Readonly<Record<string, string | undefined>>;

/** What somebody wants of a list, under a name. */
export interface View {
  readonly name: string;
  readonly wanted: Wanted;
}

const keyOf = (list: string): string => `omd.views.${list}`;
const MOST = 30;

/** Views of a list that are kept in this browser; what is there may be of an older release, or of nobody's making. */
export function keptViews(list: string, storage: Pick<Storage, 'getItem'> = localStorage): readonly View[] {
  try {
    const kept: unknown = JSON.parse(storage.getItem(keyOf(list)) ?? '[]');
    return Array.isArray(kept) ? kept.filter(isView).slice(0, MOST) : [];
  } catch {
    return [];
  }
}

export function keepViews(
  list: string,
  views: readonly View[],
  storage: Pick<Storage, 'setItem'> = localStorage,
): void {
  storage.setItem(keyOf(list), JSON.stringify(views.slice(-MOST)));
}

function isView(thing: unknown): thing is View {
  if (typeof thing !== 'object' || thing === null) return false;
  const { name, wanted } = thing as Partial<View>;
  return (
    typeof name === 'string' &&
    typeof wanted === 'object' &&
    wanted !== null &&
    Object.values(wanted).every((value) => typeof value === 'string')
  );
}
