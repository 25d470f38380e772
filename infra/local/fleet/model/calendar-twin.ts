import { createFleet, type Fleet } from './fleet.ts';
import type { UpdatePolicy } from './update-policies.ts';

/**
 * What a plain calendar would have made of the same days: the same devices arrive and come to the same groups at the
 * same moments, the same faults strike, and every update policy stays as it was first written, without a pause.
 * Returns the twin at `until`, milliseconds since 1970.
 */
export function calendarTwin(original: Fleet, until: number): Fleet {
  const twin = createFleet(original.options);
  for (const group of original.groups.all().slice(twin.groups.all().length)) twin.groups.create(group);
  for (const planned of original.faults.planned()) twin.faults.schedule(planned);
  for (const { time, repeat } of inputsOf(original)) {
    if (time > until) break;
    twin.advanceTo(time);
    repeat(twin);
  }
  twin.advanceTo(until);
  return twin;
}

/** Something that came from outside, in the order of time. */
interface Input {
  readonly time: number;
  repeat(twin: Fleet): unknown;
}

function inputsOf({ imports, groups, policies }: Fleet): Input[] {
  const inputs: Input[] = [
    ...[...policies.first()].flatMap(([group, { from, value }]) =>
      value && Number.isFinite(from)
        ? [{ time: from, repeat: (twin: Fleet) => twin.policies.set(group, withoutPause(value)) }]
        : [],
    ),
    ...imports().map(({ time, device }) => ({
      time,
      repeat: (twin: Fleet) => twin.importDevice(device < twin.devices() ? device : undefined),
    })),
    ...groups.changes().map(({ time, group, device, member }) => ({
      time,
      repeat: (twin: Fleet) => twin.groups.change(group, device, member),
    })),
  ];
  return inputs.sort((a, b) => a.time - b.time);
}

function withoutPause({ pausedUntil: _pausedUntil, ...policy }: UpdatePolicy): UpdatePolicy {
  return policy;
}

/** The devices that faults have given at least one stop error. */
export function hurtDevices(fleet: Fleet): ReadonlySet<number> {
  return new Set(fleet.stopErrors().flatMap(({ device, cause }) => (cause === 'baseline' ? [] : device)));
}
