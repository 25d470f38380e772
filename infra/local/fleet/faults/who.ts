import { deviceModels } from '../data/device-models.ts';
import type { Columns } from '../model/columns.ts';
import type { Groups } from '../model/groups.ts';
import { rnd } from '../model/random.ts';
import type { ReleaseTable } from '../model/releases.ts';
import { stream } from '../model/streams.ts';
import { ringGroup } from '../model/tenant-groups.ts';
import { DAY } from '../model/time.ts';
import type { Who } from './fault-script.ts';

export interface WhoParts {
  readonly columns: Columns;
  readonly groups: Groups;
  readonly releases: ReleaseTable;
  readonly seed: number;
}

/** Which devices a fault is about. */
export interface Target {
  /** Whether what does not change fits: model, maker, driver, site, the list of devices, the part of all. */
  isMeant(device: number): boolean;
  /** Whether that fits, and at present also ring, group and build. */
  hits(device: number): boolean;
}

/** `number` is the fault's own, so that two faults with the same percentage hit different devices. */
export function targetOf(who: Who, number: number, now: number, { columns, groups, releases, seed }: WhoParts): Target {
  const { ring, model, manufacturer, build, windows, driver, site, group, percent, devices } = who;
  const listed = devices && new Set(devices);
  const groupIndex =
    group === undefined ? undefined : groups.all().find(({ displayName }) => displayName === group)?.index;
  if (group !== undefined && groupIndex === undefined) throw new RangeError(`There is no group ${group}.`);

  function modelFits(device: number): boolean {
    const own = deviceModels[columns.model[device] ?? 0];
    if (!own) return false;
    const drivers = [own.wifiDriver, own.gpuDriver, own.ethernetDriver, own.storageDriver];
    return (
      (model === undefined || own.model === model) &&
      (manufacturer === undefined || own.manufacturer === manufacturer) &&
      (driver === undefined || drivers.includes(driver))
    );
  }

  function buildFits(device: number): boolean {
    const own = columns.build[device] ?? 0;
    if (windows !== undefined && !windows.includes(own)) return false;
    if (build === undefined) return true;
    const revision = build === 'next' ? nextRevision(own) : build;
    return `${own}.${columns.revision[device] ?? 0}` === revision;
  }

  function nextRevision(own: number): string {
    const next = releases.ofBuild(own).find(({ kind, at }) => kind === 'B' && at > now - 7 * DAY);
    return `${own}.${next?.revision}`;
  }

  const isMeant = (device: number) =>
    modelFits(device) &&
    (site === undefined || columns.site[device] === site) &&
    (listed === undefined || listed.has(device)) &&
    (percent === undefined || rnd(seed, device, stream.fault, number) * 100 < percent);

  return {
    isMeant,
    hits: (device) =>
      isMeant(device) &&
      buildFits(device) &&
      (ring === undefined || columns.policy[device] === ringGroup(groups, ring)) &&
      (groupIndex === undefined || groups.has(groupIndex, device)),
  };
}
