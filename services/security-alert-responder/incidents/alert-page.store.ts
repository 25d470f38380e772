import * as z from 'zod';
import { defineAggregate } from '../../../shared/state/aggregate.ts';
import type { ChangeOptions, State } from '../../../shared/state/state.ts';
import { type InvolvingAlert, involvingAlert, MOST_ALERTS, type NewAlert, withMore } from './alert-of-incident.ts';

const pageAggregate = defineAggregate({
  kind: 'alert-page',
  schemaVersion: 1,
  schema: z.object({ alerts: z.array(involvingAlert).min(1).max(MOST_ALERTS) }),
});

interface PageKey {
  readonly tenantId: string;
  readonly incidentId: string;
  /** From 1. */
  readonly page: number;
}

const keyOf = ({ tenantId, incidentId, page }: PageKey) => ({ tenantId, id: `${incidentId}.${page}` });

/** Alerts of an incident that have no room in its own document. A page that is full never has room again. */
export async function loadPage(state: State, key: PageKey): Promise<readonly InvolvingAlert[]> {
  const { tenantId, id } = keyOf(key);
  return (await state.load(pageAggregate, tenantId, id))?.state.alerts ?? [];
}

/** @returns the page as it is then */
export async function addToPage(
  state: State,
  key: PageKey,
  more: readonly NewAlert[],
  options: ChangeOptions,
): Promise<readonly InvolvingAlert[]> {
  const { state: page } = await state.change(
    pageAggregate,
    keyOf(key),
    (current) => {
      const before = current?.alerts ?? [];
      const alerts = withMore(before, more);
      return JSON.stringify(alerts) === JSON.stringify(before) ? undefined : { state: { alerts } };
    },
    options,
  );
  return page?.alerts ?? [];
}
