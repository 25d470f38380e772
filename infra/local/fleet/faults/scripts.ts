import { type FaultScript, faultScript } from './fault-script.ts';
import alertFlood from './scripts/alert-flood.json' with { type: 'json' };
import approverAsleep from './scripts/approver-asleep.json' with { type: 'json' };
import approverSaysNo from './scripts/approver-says-no.json' with { type: 'json' };
import badUpdate from './scripts/bad-update.json' with { type: 'json' };
import bitlockerRecovery from './scripts/bitlocker-recovery.json' with { type: 'json' };
import bootLoop from './scripts/boot-loop.json' with { type: 'json' };
import clockSkew from './scripts/clock-skew.json' with { type: 'json' };
import crowdDriver from './scripts/crowd-driver.json' with { type: 'json' };
import firewallOff from './scripts/firewall-off.json' with { type: 'json' };
import firstMonth from './scripts/first-month.json' with { type: 'json' };
import graph429 from './scripts/graph-429.json' with { type: 'json' };
import graph504 from './scripts/graph-504.json' with { type: 'json' };
import hardDays from './scripts/hard-days.json' with { type: 'json' };
import hashBatchBad from './scripts/hash-batch-bad.json' with { type: 'json' };
import installStorm from './scripts/install-storm.json' with { type: 'json' };
import mailboxDown from './scripts/mailbox-down.json' with { type: 'json' };
import massReenrol from './scripts/mass-reenrol.json' with { type: 'json' };
import policyDrift from './scripts/policy-drift.json' with { type: 'json' };
import ransomware from './scripts/ransomware.json' with { type: 'json' };
import reportStale from './scripts/report-stale.json' with { type: 'json' };
import ringDrift from './scripts/ring-drift.json' with { type: 'json' };
import shortList from './scripts/short-list.json' with { type: 'json' };
import signatureStuck from './scripts/signature-stuck.json' with { type: 'json' };
import signinSpike from './scripts/signin-spike.json' with { type: 'json' };
import syncOutage from './scripts/sync-outage.json' with { type: 'json' };
import vacation from './scripts/vacation.json' with { type: 'json' };

const scripts = {
  'first-month': firstMonth,
  'hard-days': hardDays,
  'bad-update': badUpdate,
  'boot-loop': bootLoop,
  'bitlocker-recovery': bitlockerRecovery,
  'install-storm': installStorm,
  'crowd-driver': crowdDriver,
  'firewall-off': firewallOff,
  'signature-stuck': signatureStuck,
  'sync-outage': syncOutage,
  'report-stale': reportStale,
  'graph-429': graph429,
  'graph-504': graph504,
  'short-list': shortList,
  'ring-drift': ringDrift,
  'policy-drift': policyDrift,
  'mass-reenrol': massReenrol,
  'hash-batch-bad': hashBatchBad,
  ransomware: ransomware,
  'alert-flood': alertFlood,
  'signin-spike': signinSpike,
  'mailbox-down': mailboxDown,
  'approver-asleep': approverAsleep,
  'approver-says-no': approverSaysNo,
  vacation: vacation,
  'clock-skew': clockSkew,
} as const;

/** The name of a script in `scripts/`. */
export type ScriptName = keyof typeof scripts;

export const scriptNames = Object.keys(scripts) as ScriptName[];

/** A script by its name, validated. */
export const scriptNamed = (name: ScriptName): FaultScript => faultScript.parse(scripts[name]);
