import { z } from 'zod';
import type { AggregateDefinition } from './aggregate.ts';
import type { StateDocument } from './documents.ts';
import { UnreadableState } from './errors.ts';

/** The state in a document, upgraded to what it is today; undefined for a tombstone. Throws UnreadableState. */
export function stateIn<S>(definition: AggregateDefinition<S>, document: StateDocument): S | undefined {
  if (document.data === null) return undefined;
  const { kind, schemaVersion, schema } = definition;
  if (document.schemaVersion > schemaVersion)
    throw new UnreadableState(`${kind}: schema version ${document.schemaVersion} is newer than ${schemaVersion}.`);
  const parsed = schema.safeParse(upgraded(definition, document));
  if (!parsed.success) throw new UnreadableState(`${kind}: ${parsed.error.message}`, { cause: parsed.error });
  return parsed.data;
}

/** The state as it is saved; null is a tombstone. Throws TypeError for a state that nobody could read again. */
export function dataOf<S>({ kind, schema }: AggregateDefinition<S>, state: S | undefined): unknown {
  if (state === undefined) return null;
  const { error } = schema.safeParse(state);
  if (error) throw new TypeError(`${kind}: decided upon what its schema refuses. ${z.prettifyError(error)}`);
  return state;
}

function upgraded({ upgrades = {}, schemaVersion }: AggregateDefinition<unknown>, document: StateDocument): unknown {
  let { data } = document;
  for (let version = document.schemaVersion; version < schemaVersion; version++) data = upgrades[version]?.(data);
  return data;
}
