import type { CloudEvent } from '../../../shared/contracts/events/cloud-event.ts';
import type { ServiceName } from '../../../shared/contracts/events/topology.ts';
import type { StateDocument } from '../../../shared/state/documents.ts';
import type { Evidence } from '../evidence.ts';
import { TENANTS } from '../load.ts';

export interface Letter {
  readonly service: ServiceName;
  readonly tenantId: string;
  readonly id: string;
}

/** What was put aside has reached its end, once a person has sent it again. */
export function* noLetterWaits(evidence: Evidence): Iterable<string> {
  for (const { service, id } of waitingLetters(evidence)) yield `Dead letter ${id} of ${service} cannot be replayed.`;
}

export function waitingLetters({ services, picture, callers }: Evidence): Letter[] {
  return services.flatMap((service) =>
    TENANTS.map(callers.tenantId).flatMap((tenantId) =>
      picture
        .of(service, 'state', tenantId)
        .filter((document) => document.type === 'dead-letter' && isWaiting(document))
        .map(({ aggregate }) => ({ service, tenantId, id: aggregate.slice('dead-letter:'.length) })),
    ),
  );
}

/** The dead letter of an event, in whatever state it is. */
export function letterOf({ picture }: Evidence, service: ServiceName, event: CloudEvent): StateDocument | undefined {
  return picture.of(service, 'state', event.tenantid).find(({ aggregate }) => aggregate === `dead-letter:${event.id}`);
}

function isWaiting({ data }: StateDocument): boolean {
  const { status }: { status?: { kind?: string } } = Object(data);
  return status?.kind === 'waiting';
}
