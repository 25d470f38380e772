/** Faults of the real services that no documentation names; each is off unless switched on. */
export interface Quirks {
  /** Intune answers a filter it does not know with all rows. */
  readonly ignoredFilters: boolean;
  /** Intune fails on `in`. */
  readonly crashOnIn: boolean;
  /** Long walks through lists end early, without a next link. */
  readonly shortLists: boolean;
}

export const noQuirks: Quirks = { ignoredFilters: false, crashOnIn: false, shortLists: false };
