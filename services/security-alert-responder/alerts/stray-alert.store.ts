import * as z from 'zod';
import { defineAggregate } from '../../../shared/state/aggregate.ts';
import { digest } from '../../../shared/state/digest.ts';
import { inParallel } from '../../../shared/state/in-parallel.ts';
import { defineList } from '../../../shared/state/lists.ts';
import type { ChangeOptions, State } from '../../../shared/state/state.ts';
import { type ListedAlert, listedAlert } from './alert.ts';

const strayAggregate = defineAggregate({
  kind: 'stray-alert',
  schemaVersion: 1,
  schema: z.object({ alert: listedAlert, awaits: z.array(z.string()).min(1) }),
});

/** Alerts on machines that are no managed devices, or not yet: a device may be attacked before it is known here. */
export const strayAlertList = defineList({
  name: 'stray-alerts',
  of: strayAggregate,
  columns: ['updatedAt', 'awaits'],
  row: ({ alert, awaits }) => ({ updatedAt: alert.updatedAt, awaits: awaits.join(' ') }),
});

const WIDTH = 8;

/** Keeps an alert while it waits for machines, by their ids in Entra, to become known; forgets it when it waits for none. */
export async function keepStray(
  state: State,
  tenantId: string,
  alert: ListedAlert,
  awaits: readonly string[],
  options: ChangeOptions,
): Promise<void> {
  const key = { tenantId, id: `a${digest(alert.alertId)}` };
  await state.change(
    strayAggregate,
    key,
    (current) => {
      if (awaits.length === 0) return current && { removed: true };
      if (current && current.alert.updatedAt > alert.updatedAt) return undefined;
      const next = { alert, awaits: [...awaits] };
      return JSON.stringify(next) === JSON.stringify(current) ? undefined : { state: next };
    },
    options,
  );
}

/** Those that wait for a device which is known by now. */
export async function straysOf(
  state: State,
  tenantId: string,
  isKnown: (entraDeviceId: string) => boolean,
): Promise<ListedAlert[]> {
  const rows = await state.rows(tenantId, strayAlertList, {});
  const found: ListedAlert[] = [];
  await inParallel(
    rows.filter(({ awaits }) => awaits.split(' ').some(isKnown)),
    WIDTH,
    async ({ id }) => {
      const stray = await state.load(strayAggregate, tenantId, id);
      if (stray) found.push(stray.state.alert);
    },
  );
  return found;
}

/** Ids in Entra of the machines that alerts wait for. */
export async function awaitedDevices(state: State, tenantId: string): Promise<string[]> {
  const rows = await state.rows(tenantId, strayAlertList, {});
  return rows.flatMap(({ awaits }) => awaits.split(' '));
}

/** Forgets those that have not changed since a moment: their machines are not ours. */
export async function forgetStrays(
  state: State,
  tenantId: string,
  before: string,
  options: ChangeOptions,
): Promise<void> {
  const rows = await state.rows(tenantId, strayAlertList, {});
  await inParallel(
    rows.filter(({ updatedAt }) => updatedAt < before),
    WIDTH,
    async ({ id }) => {
      await state.change(strayAggregate, { tenantId, id }, (current) => current && { removed: true }, options);
    },
  );
}
