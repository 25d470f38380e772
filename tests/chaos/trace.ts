import type { Command } from './load.ts';
import type { Step } from './plan.ts';

/** A run, told line by line. */
export interface Trace {
  readonly lines: readonly string[];
  say(line: string): void;
}

export function openTrace(): Trace {
  const lines: string[] = [];
  return { lines, say: (line) => void lines.push(line) };
}

/** A step in words. */
export function told(step: Step): string {
  switch (step.kind) {
    case 'call':
      return `${toldCommand(step.command)}${step.times > 1 ? `, and once more under the same key` : ''}`;
    case 'call again':
      return `call ${step.nth} is made again under its key`;
    case 'settle':
      return 'all that is due is done';
    case 'wait':
      return `${step.seconds} s pass`;
    case 'calm':
      return 'the weather calms down';
    case 'crash':
      return `whoever comes to ${step.moment} for the ${nth(step.nth)} time will die there`;
    case 'meanwhile':
      return `the ${nth(step.nth)} time that somebody is at ${step.moment}, ${toldCommand(step.command)} will be quicker`;
    case 'restart':
      return `${step.service} is started anew`;
    case 'database':
      return `the database will ${effect(step.fault.effect)} ${step.fault.times} times at ${step.fault.method} of ${step.fault.container}`;
    case 'bus':
      return `the bus will ${effect(step.fault.effect)} a ${step.fault.on} at ${step.fault.entity}`;
    case 'deliver again':
      return `event ${step.nth} will reach ${step.service} again in ${step.seconds} s`;
    case 'hold back':
      return `what waits for ${step.service} comes ${step.seconds} s later, in another order`;
  }
}

export function toldCommand({ kind, tenant, caller }: Command): string {
  const who = caller === 'platform' ? 'the platform' : `operator ${caller}`;
  return `${who}: ${kind} tenant ${tenant}`;
}

function effect(effect: { readonly kind: string; readonly status?: number }): string {
  return effect.status === undefined ? effect.kind : `${effect.kind} with ${effect.status}`;
}

function nth(number: number): string {
  return ['first', 'second', 'third', 'fourth'][number - 1] ?? `${number}th`;
}
