/** The database could not be reached, was too busy, or gave no clear answer. Whether the change was saved is not known. */
export class StateUnavailable extends Error {
  override readonly name = 'StateUnavailable';
  readonly code = 'state-unavailable';
  readonly retryable = true;
}

/** One of several events had been counted before, so none of them was saved: they must be applied one by one. */
export class GroupSplit extends Error {
  override readonly name = 'GroupSplit';
  readonly code = 'group-split';
  readonly retryable = true;
}

/** A document that this release cannot read: written by a newer one, or not what its schema says. */
export class UnreadableState extends Error {
  override readonly name = 'UnreadableState';
  readonly code = 'unreadable-state';
  readonly retryable = true;
}
