import type { Evidence } from '../evidence.ts';
import type { Document, Written } from '../picture.ts';

/** No version, no sequence and no count ever goes back, and what is on record is not written again. */
export function* neverBack(_: Evidence, { service, before, document }: Written): Iterable<string> {
  if (!before) return;
  const numbers = numbersOf(document);
  for (const [name, number] of numbersOf(before))
    if ((numbers.get(name) ?? Number.NEGATIVE_INFINITY) < number)
      yield `In ${service}, ${name} of ${document.aggregate} went from ${number} back to ${numbers.get(name)}.`;
  if (isRecord(document)) yield `In ${service}, ${document.id} of ${document.aggregate} was written again.`;
}

function isRecord({ kind }: Document): boolean {
  return kind === 'event' || kind === 'audit' || kind === 'seal';
}

/** What may only grow. */
function numbersOf(document: Document): ReadonlyMap<string, number> {
  switch (document.kind) {
    case 'state': {
      const seen = Object.entries(document.seen ?? {}).map(([subject, { sequence }]) => [subject, sequence] as const);
      return new Map([['version', document.version], ...seen]);
    }
    case 'rows': {
      // The head of a list is of this kind too.
      const lines = (document.entries ?? []).map(
        ({ tenantId, id, sequence }) => [`${tenantId} ${id}`, sequence] as const,
      );
      return new Map([['version', document.version ?? 0], ...lines]);
    }
    case 'vector':
      return new Map(
        Object.entries(document).filter((entry): entry is [string, number] => entry[0].startsWith('area-')),
      );
    case 'event':
    case 'audit':
    case 'seal':
    case 'inbox':
    case 'pointer':
    case 'idempotency':
      return new Map();
  }
}
