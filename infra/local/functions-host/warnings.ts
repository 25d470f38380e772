import { leaseName } from './bindings/cosmos-db.ts';
import { type HostedFunction, isTriggeredBy } from './bindings/functions.ts';
import type { HostJson } from './configuration/host-json.ts';
import type { Router } from './http/router.ts';

/** What an app declares in good faith and will not get, as sentences. */
export function warningsOf(functions: readonly HostedFunction[], router: Router, { ignored }: HostJson): string[] {
  const sections = ignored.map((section) => `host.json: "${section}" has no effect here.`);
  if (functions.length === 0)
    return [...sections, 'No function was registered: does the bundle hold a copy of @azure/functions-core?'];
  return [...sections, ...router.warnings, ...unguarded(functions), ...neverDue(functions), ...sharedLeases(functions)];
}

function unguarded(functions: readonly HostedFunction[]): string[] {
  return functions
    .filter(isTriggeredBy('httpTrigger'))
    .filter(({ trigger }) => trigger.authLevel !== 'anonymous')
    .map(
      ({ name, trigger }) =>
        `Function "${name}": authLevel "${trigger.authLevel}" asks for a key in Azure; no key is asked for here.`,
    );
}

function neverDue(functions: readonly HostedFunction[]): string[] {
  return functions
    .filter(isTriggeredBy('timerTrigger'))
    .filter(({ trigger }) => trigger.schedule.next(0) === undefined)
    .map(({ name }) => `Function "${name}": its schedule is never due.`);
}

function sharedLeases(functions: readonly HostedFunction[]): string[] {
  const owners = new Map<string, string>();
  return functions.filter(isTriggeredBy('cosmosDBTrigger')).flatMap(({ name, trigger }) => {
    const key = JSON.stringify([
      trigger.lease.connection,
      trigger.lease.databaseName,
      trigger.lease.containerName,
      leaseName(trigger),
    ]);
    const owner = owners.get(key);
    owners.set(key, owner ?? name);
    return owner
      ? [
          `Function "${name}" shares its leases with "${owner}": each sees a part of the changes. Give it a leaseContainerPrefix of its own.`,
        ]
      : [];
  });
}
