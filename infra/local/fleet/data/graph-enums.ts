import { z } from 'zod';
import facts from './graph-enums.json' with { type: 'json' };

const members = z.array(z.string());
const enumeration = z.object({
  name: z.string(),
  v1: members.optional(),
  beta: members.optional(),
  betaExtra: members.optional(),
});

/**
 * The members of an enumeration of Microsoft Graph in v1.0 and in beta; an empty list where a version lacks it.
 * Names carry their namespace below `microsoft.graph`: `complianceState`, `security.alertSeverity`.
 * @throws RangeError for a name that Graph lacks
 */
export function graphEnum(name: string): { readonly v1: readonly string[]; readonly beta: readonly string[] } {
  const found = enumerations.get(name);
  if (!found) throw new RangeError(`Graph has no enumeration ${name}.`);
  const { v1 = [], beta = v1, betaExtra = [] } = found;
  return { v1, beta: [...beta, ...betaExtra] };
}

/** The members of a property of Defender's machine actions: `type`, `status`, `isolationType`, `scanType`. */
export function machineActionEnum(name: string): readonly string[] {
  const found = facts.defenderMachineAction.find((entry) => entry.name === name);
  if (!found) throw new RangeError(`A machine action has no property ${name} of fixed values.`);
  return found.values;
}

const enumerations = new Map([
  ...named('', facts['microsoft.graph']),
  ...named('security.', facts['microsoft.graph.security']),
  ...named('windowsUpdates.', facts['microsoft.graph.windowsUpdates']),
]);

function named(namespace: string, entries: unknown): [string, z.infer<typeof enumeration>][] {
  return z
    .array(enumeration)
    .parse(entries)
    .map((entry) => [namespace + entry.name, entry]);
}
