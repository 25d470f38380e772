import type { Agenda } from '../model/agenda.ts';
import { templateOf } from '../model/alerts.ts';
import type { Columns } from '../model/columns.ts';
import { isIsolated } from '../model/isolation.ts';
import { isOnline } from '../model/online-time.ts';
import type { Presence } from '../model/presence.ts';
import { hash } from '../model/random.ts';
import { stream } from '../model/streams.ts';
import { MINUTE } from '../model/time.ts';
import type { AimedFault } from './planned-fault.ts';

export interface RansomwareParts {
  readonly columns: Columns;
  readonly presence: Presence;
  readonly agenda: Agenda;
  readonly seed: number;
  devices(): number;
  isActive(device: number): boolean;
}

/**
 * The next hop of ransomware, from a device that is not isolated to another that is online. It ends when every infected
 * device is isolated. The first call shows it on the device where it starts.
 */
export function hop(aimed: AimedFault, infected: readonly number[], now: number, parts: RansomwareParts): void {
  const { effect } = aimed.fault;
  if (effect.kind !== 'ransomware') return;
  const { columns, presence, agenda } = parts;
  if (now === aimed.from) for (const device of infected) alert(device, 'Mass file change like ransomware');
  const free = infected.filter((device) => !isIsolated(columns, device, now));
  if (free.length === 0) return;
  const from = free.find((device) => isOnline(presence, device, now));
  const next = victim(infected, now);
  const spreads = now > aimed.from && from !== undefined && next !== undefined;
  if (spreads) {
    alert(from, 'Remote service use across devices', next);
    alert(next, 'Mass file change like ransomware');
  }
  const after = spreads ? [...infected, next] : infected;
  agenda.at(now + effect.hopMinutes * MINUTE, { kind: 'hop', fault: aimed.number, infected: after });

  function alert(device: number, title: string, otherDevice?: number): void {
    const other = otherDevice === undefined ? {} : { otherDevice };
    const draft = { device, ...other, template: templateOf(title), cause: aimed.cause, falsePositive: false };
    agenda.at(now, { kind: 'alert', draft });
  }

  /** A device that is online and not yet infected; undefined when a few tries find none. */
  function victim(taken: readonly number[], time: number): number | undefined {
    return Array.from({ length: TRIES }, (_, n) => hash(parts.seed, aimed.number, stream.faultTime, time / MINUTE + n))
      .map((word) => word % parts.devices())
      .find((device) => !taken.includes(device) && parts.isActive(device) && isOnline(presence, device, time));
  }
}

const TRIES = 16;
