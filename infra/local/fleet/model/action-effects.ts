import type { Action } from './actions.ts';
import type { Columns } from './columns.ts';
import type { Life } from './life.ts';
import { rnd } from './random.ts';
import { rates } from './rates/rates.ts';
import { stream } from './streams.ts';
import { steps } from './updates.ts';

export interface ActionEffectParts {
  readonly columns: Columns;
  readonly seed: number;
  /** Puts a device at another step of its life. */
  enterLife(device: number, life: Life, now: number): void;
  /** Runs the pending step of a device now. */
  hurry(device: number, now: number): void;
  /** Plans anew what a device is about to do. */
  plan(device: number, now: number): void;
  /** Plans anew the actions that wait for a device. */
  wake(device: number, now: number): void;
}

/** What a finished action does to its device; what only shows in its result, such as a new password, does nothing here. */
export function actionEffects(parts: ActionEffectParts): (action: Action, now: number) => void {
  const { columns, seed } = parts;

  function repair(device: number, now: number): void {
    const repairs = columns.repairs[device] ?? 0;
    if (rnd(seed, device, stream.repair, repairs) >= rates.life.remediationSuccess) return;
    columns.repairs[device] = repairs + 1;
    columns.freeGigabytes[device] = Math.max(columns.freeGigabytes[device] ?? 0, rates.life.freedGigabytes);
    columns.failure[device] = 0;
    parts.plan(device, now);
  }

  return ({ device, kind, full }, now) => {
    switch (kind) {
      case 'wipe':
      case 'cleanWindowsDevice':
        parts.enterLife(device, 'resetting', now);
        return;
      case 'retire':
        parts.enterLife(device, 'retired', now);
        return;
      case 'delete':
        parts.enterLife(device, 'deleted', now);
        return;
      case 'initiateOnDemandProactiveRemediation':
        repair(device, now);
        return;
      case 'rebootNow':
      case 'shutDown':
        if (steps[columns.step[device] ?? 0] === 'restart') parts.hurry(device, now);
        return;
      case 'Isolate':
        if (!full) return;
        columns.isolatedFrom[device] = now;
        columns.isolatedUntil[device] = Number.NaN;
        return;
      case 'Unisolate':
        columns.isolatedUntil[device] = now;
        parts.wake(device, now);
        return;
      case 'syncDevice':
      case 'remoteLock':
      case 'locateDevice':
      case 'windowsDefenderScan':
      case 'windowsDefenderUpdateSignatures':
      case 'rotateLocalAdminPassword':
      case 'rotateBitLockerKeys':
      case 'createDeviceLogCollectionRequest':
      case 'RunAntiVirusScan':
      case 'CollectInvestigationPackage':
      case 'StopAndQuarantineFile':
      case 'RestrictCodeExecution':
      case 'UnrestrictCodeExecution':
        return;
    }
  };
}
