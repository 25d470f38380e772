import { describe, expect, it } from 'vitest';
import type { InvolvingAlert } from '../incidents/alert-of-incident.ts';
import { begun, resolved, withAlerts } from '../incidents/changes.ts';
import { triageOf } from './triage.ts';

const at = (minute: number) => new Date(Date.UTC(2026, 5, 9, 8, minute)).toISOString();

function alertOf(n: number, status = 'new'): InvolvingAlert {
  const what = { title: 'Suspicious', severity: 'low', category: null, status } as const;
  const devices = [{ deviceId: 'd', machineId: 'm', sensitive: false }];
  return { alertId: `a${n}`, ...what, createdAt: at(n), updatedAt: at(n), devices };
}

const opened = withAlerts('i', [
  { alert: alertOf(1) },
  { alert: alertOf(2, 'inProgress') },
  { alert: alertOf(3, 'resolved') },
])(undefined)?.state;
if (!opened) throw new TypeError('Alerts make an incident.');

describe('the alerts at Microsoft', () => {
  it('are left alone until somebody acts upon the incident', () => {
    expect(triageOf(opened)).toBeUndefined();
  });

  it('are in progress from then on', () => {
    const inProgress = begun(opened)?.state ?? opened;
    expect(triageOf(inProgress)).toEqual({ alertIds: ['a1'], body: { status: 'inProgress' } });
  });

  it('are judged and resolved with the incident, those that there were by then', () => {
    const judged = { classification: 'truePositive', determination: 'malware' } as const;
    const over = resolved(opened, { ...judged, comment: 'Cleaned.', at: at(10) })?.state ?? opened;
    expect(triageOf(over)).toEqual({ alertIds: ['a1', 'a2'], body: { status: 'resolved', ...judged } });
    const later = withAlerts('i', [{ alert: alertOf(11) }])(over)?.state ?? over;
    expect(triageOf(later)?.alertIds).toEqual(['a1', 'a2']);
  });
});
