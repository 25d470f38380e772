import type { Agenda } from '../model/agenda.ts';
import { templateOf } from '../model/alerts.ts';
import type { Groups } from '../model/groups.ts';
import { isOnline } from '../model/online-time.ts';
import type { Presence } from '../model/presence.ts';
import { hash, rnd } from '../model/random.ts';
import { stream } from '../model/streams.ts';
import { ringGroup } from '../model/tenant-groups.ts';
import { MINUTE } from '../model/time.ts';
import type { FaultEffect } from './fault-script.ts';
import type { AimedFault } from './planned-fault.ts';

export interface StrikeParts {
  readonly groups: Groups;
  readonly presence: Presence;
  readonly agenda: Agenda;
  readonly seed: number;
  devices(): number;
  isActive(device: number): boolean;
  /** The model's own ways to change something, with all that follows from it. */
  turnFirewallOff(device: number): void;
  addToGroup(device: number, group: number): void;
  /** Somebody changes by hand how long a ring waits. */
  defer(group: number, days: number): void;
  reEnrol(device: number, now: number): void;
  /** The devices' presence has changed, so what they are about to do must be planned anew. */
  replan(): void;
}

/** Does what a fault does once, when it begins; nothing for one that only holds while it lasts. */
export function strike(aimed: AimedFault, now: number, parts: StrikeParts): void {
  const { effect } = aimed.fault;
  switch (effect.kind) {
    case 'crash':
      crash(aimed, effect, now, parts);
      break;
    case 'firewallOff':
      for (const device of devicesOf(aimed, parts)) parts.turnFirewallOff(device);
      break;
    case 'addToRing':
      addToRing(aimed, effect, parts);
      break;
    case 'policyChange':
      defer(effect, parts);
      break;
    case 'reEnrol':
      for (const device of devicesOf(aimed, parts)) parts.reEnrol(device, now);
      break;
    case 'ransomware':
      parts.agenda.at(now, { kind: 'hop', fault: aimed.number, infected: patientZero(aimed, now, parts) });
      break;
    case 'alerts':
      flood(aimed, effect, now, parts);
      break;
    case 'offline':
      parts.replan();
      break;
    default:
      break;
  }
}

function* devicesOf({ hits }: AimedFault, { devices, isActive }: StrikeParts): Generator<number> {
  for (let device = 0; device < devices(); device += 1) if (isActive(device) && hits(device)) yield device;
}

type Of<Kind extends FaultEffect['kind']> = Extract<FaultEffect, { kind: Kind }>;

/** Only devices that are online at their moment crash. */
function crash(aimed: AimedFault, effect: Of<'crash'>, now: number, parts: StrikeParts): void {
  const { code, module, withinMinutes } = effect;
  for (const device of devicesOf(aimed, parts)) {
    const time = now + rnd(parts.seed, device, stream.faultTime, aimed.number) * withinMinutes * MINUTE;
    if (isOnline(parts.presence, device, time))
      parts.agenda.at(time, { kind: 'crash', crash: { device, time, code, module, cause: aimed.cause } });
  }
}

function addToRing(aimed: AimedFault, effect: Of<'addToRing'>, parts: StrikeParts): void {
  const group = ringGroup(parts.groups, effect.ring);
  if (group === undefined) return;
  let left = effect.count;
  for (const device of devicesOf(aimed, parts)) {
    if (left === 0) return;
    if (parts.groups.has(group, device)) continue;
    parts.addToGroup(device, group);
    left -= 1;
  }
}

function defer({ ring, deferralDays }: Of<'policyChange'>, parts: StrikeParts): void {
  const group = ringGroup(parts.groups, ring);
  if (group !== undefined) parts.defer(group, deferralDays);
}

/** Ransomware starts where somebody works: on the first device that is on, else on the first. */
function patientZero(aimed: AimedFault, now: number, parts: StrikeParts): readonly number[] {
  const devices = [...devicesOf(aimed, parts)];
  const first = devices.find((device) => isOnline(parts.presence, device, now)) ?? devices[0];
  return first === undefined ? [] : [first];
}

function flood(aimed: AimedFault, effect: Of<'alerts'>, now: number, parts: StrikeParts): void {
  const devices = [...devicesOf(aimed, parts)];
  for (let n = 0; n < effect.count; n += 1) {
    const device = devices[hash(parts.seed, aimed.number, stream.faultTime, n) % devices.length];
    if (device === undefined) return;
    const draft = { device, template: templateOf(effect.title), cause: aimed.cause, falsePositive: true };
    parts.agenda.at(now + (n / effect.count) * effect.withinMinutes * MINUTE, { kind: 'alert', draft });
  }
}
