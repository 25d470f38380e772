import { graphRows } from './fleet/graph-rows.ts';
import type { Suite } from './row.ts';

/** The simulated tenant. */
export const suite: Suite = (progress) => graphRows(progress);
