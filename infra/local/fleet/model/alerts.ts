import { type AlertTemplate, alertTemplates } from '../data/alert-templates.ts';
import { choose, poisson } from './distributions.ts';
import type { Presence } from './presence.ts';
import { rnd } from './random.ts';
import { rates } from './rates/rates.ts';
import { stream } from './streams.ts';
import { HOUR, MINUTE } from './time.ts';

export interface Alert {
  /** Its place in the list of alerts, from which its id is made. */
  readonly index: number;
  readonly incident: number;
  readonly template: AlertTemplate;
  readonly device: number;
  /** The other end of a lateral movement. */
  readonly otherDevice?: number;
  /** When it happened; services see it later (`visibility.ts`). */
  readonly time: number;
  /** When the automatic investigation remediated it; undefined when that is left to people. */
  readonly remediatedAt?: number;
  /** Whether something bad really happened, and what made it happen: for asserts, never for an answer of Graph. */
  readonly truth: { readonly falsePositive: boolean; readonly cause: string };
}

export interface Incident {
  readonly index: number;
  readonly openedAt: number;
  readonly alerts: readonly number[];
}

/** An alert that is going to be raised. */
export interface AlertDraft {
  readonly device: number;
  readonly otherDevice?: number;
  readonly template: number;
  readonly cause: string;
  readonly falsePositive: boolean;
}

export interface Alerts {
  /** The alerts of a quiet day: what happens on the devices' local day that `moment` falls on. */
  draw(moment: number): { readonly time: number; readonly draft: AlertDraft }[];
  raise(draft: AlertDraft, time: number): Alert;
  all(): readonly Alert[];
  incidents(): readonly Incident[];
  restore(alerts: readonly Alert[]): void;
}

/** The place of a template in the list, by its title. */
export const templateOf = (title: string) => alertTemplates.findIndex((template) => template.title === title);

export function createAlerts(presence: Presence, seed: number, devices: () => number): Alerts {
  let alerts: Alert[] = [];
  let incidents: { index: number; openedAt: number; alerts: number[] }[] = [];
  const openOf = new Map<number, number>();

  function incidentOf(device: number, time: number): number {
    const open = incidents[openOf.get(device) ?? -1];
    if (open && time - open.openedAt < rates.security.incidentHours * HOUR) return open.index;
    incidents.push({ index: incidents.length, openedAt: time, alerts: [] });
    return incidents.length - 1;
  }

  function keep(alert: Alert): void {
    alerts.push(alert);
    incidents[alert.incident]?.alerts.push(alert.index);
    for (const device of [alert.device, alert.otherDevice])
      if (device !== undefined) openOf.set(device, alert.incident);
  }

  return {
    draw(moment) {
      const drafts: { time: number; draft: AlertDraft }[] = [];
      for (let device = 0; device < devices(); device += 1) {
        const day = presence.dayOf(device, moment);
        const chance = rnd(seed, device, stream.alertCount, day);
        if (chance < 1 - rates.security.alertsPerDay) continue;
        const session = presence.session(device, day);
        if (!session) continue;
        for (let k = poisson(rates.security.alertsPerDay, chance); k > 0; k -= 1) {
          const n = day * 8 + k;
          const template = choose(shares, rnd(seed, device, stream.alertKind, n));
          const severity = alertTemplates[template]?.severity ?? 'informational';
          const falsePositive = rnd(seed, device, stream.alertTruth, n) < rates.security.falsePositive[severity];
          const time = session.from + (session.to - session.from) * rnd(seed, device, stream.alertTime, n);
          drafts.push({ time, draft: { device, template, falsePositive, cause: 'baseline' } });
        }
      }
      return drafts;
    },
    raise({ device, otherDevice, template: place, cause, falsePositive }, time) {
      const template = alertTemplates[place];
      if (!template) throw new RangeError(`There is no alert template ${place}.`);
      const alert: Alert = {
        index: alerts.length,
        incident: incidentOf(device, time),
        template,
        device,
        ...(otherDevice === undefined ? {} : { otherDevice }),
        time,
        ...remediation(seed, device, time),
        truth: { falsePositive, cause },
      };
      keep(alert);
      return alert;
    },
    all: () => alerts,
    incidents: () => incidents,
    restore(saved) {
      alerts = [];
      incidents = [];
      openOf.clear();
      for (const alert of saved) {
        incidents[alert.incident] ??= { index: alert.incident, openedAt: alert.time, alerts: [] };
        keep(alert);
      }
    },
  };
}

const shares = alertTemplates.map(({ share }) => share);

function remediation(seed: number, device: number, time: number): { readonly remediatedAt?: number } {
  const n = Math.floor(time / MINUTE);
  if (rnd(seed, device, stream.alertResolved, n) >= rates.security.remediated) return {};
  const { remediationShortestMinutes: shortest, remediationLongestMinutes: longest } = rates.security;
  const minutes = shortest + (longest - shortest) * rnd(seed, device, stream.alertResolved, n + 1);
  return { remediatedAt: time + minutes * MINUTE };
}
