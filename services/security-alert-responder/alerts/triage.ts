import type { Incident } from '../incidents/incident.ts';

/** What is to be written to alerts. */
export interface AlertTriage {
  readonly alertIds: readonly string[];
  readonly body: Readonly<Record<'status', string> & Partial<Record<'classification' | 'determination', string>>>;
}

/** What is to be written to which alerts; undefined when nothing is. */
export function triageOf({
  alerts,
  begun,
  resolution,
}: Pick<Incident, 'alerts' | 'begun' | 'resolution'>): AlertTriage | undefined {
  const idsOf = (concerned: Incident['alerts']) => concerned.map(({ alertId }) => alertId);
  if (resolution) {
    const { classification, determination, at } = resolution;
    const ended = alerts.filter(({ status, createdAt }) => status !== 'resolved' && createdAt <= at);
    const judged = { status: 'resolved', classification, ...(determination && { determination }) } as const;
    return ended.length > 0 ? { alertIds: idsOf(ended), body: judged } : undefined;
  }
  const untouched = alerts.filter(({ status }) => status === 'new');
  return begun && untouched.length > 0 ? { alertIds: idsOf(untouched), body: { status: 'inProgress' } } : undefined;
}
