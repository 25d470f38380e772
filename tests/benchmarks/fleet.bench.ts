import { graphRows } from './fleet/graph-rows.ts';
import { modelRows } from './fleet/model-rows.ts';
import type { Suite } from './row.ts';

/** The simulated tenant: its devices, and its Graph. */
export const suite: Suite = async (progress) => [...(await modelRows(progress)), ...(await graphRows(progress))];
