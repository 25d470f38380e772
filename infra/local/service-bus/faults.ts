import { type Condition, entityFull, ServiceBusError } from './errors.ts';

/** Where a fault strikes: at a link's attach, a sender's message, a delivery's settlement, a management request, a delivery to a receiver. */
export type FaultPoint = 'attach' | 'send' | 'settle' | 'manage' | 'transfer';

export type FaultEffect =
  | { readonly kind: 'drop-connection' }
  | { readonly kind: 'delay'; readonly milliseconds: number }
  | { readonly kind: 'server-busy' }
  | { readonly kind: 'lock-lost' }
  | { readonly kind: 'entity-full' }
  | { readonly kind: 'entity-disabled' }
  | { readonly kind: 'error'; readonly condition: Condition; readonly description: string };

/** A fault is data, so that a seed can plan a whole run of them. */
export interface Fault {
  readonly on: FaultPoint;
  /** Path of the entity; absent: any. */
  readonly entity?: string;
  /** Strikes first at the nth time; absent: at once. */
  readonly nth?: number;
  /** How often it strikes; absent: once. */
  readonly times?: number;
  readonly effect: FaultEffect;
}

export interface Faults {
  /** Returns what takes the fault back. */
  add(fault: Fault): () => void;
  clear(): void;
  /** The effect that strikes now, if any. */
  strike(on: FaultPoint, entity: string): FaultEffect | undefined;
  /** Operations that have come by here so far, as Azure bills them: links that are opened are none. */
  passed(): number;
}

export function createFaults(planned: readonly Fault[] = []): Faults {
  const armed = new Set<{ readonly fault: Fault; met: number }>();
  let passed = 0;

  function add(fault: Fault): () => void {
    const entry = { fault, met: 0 };
    armed.add(entry);
    return () => void armed.delete(entry);
  }

  for (const fault of planned) add(fault);
  return {
    add,
    clear: () => armed.clear(),
    passed: () => passed,
    strike(on, entity) {
      if (on !== 'attach') passed++;
      for (const entry of armed) {
        const { fault } = entry;
        if (fault.on !== on || (fault.entity ?? entity).toLowerCase() !== entity.toLowerCase()) continue;
        const first = fault.nth ?? 1;
        entry.met++;
        if (entry.met < first) continue;
        if (entry.met === first + (fault.times ?? 1) - 1) armed.delete(entry);
        return fault.effect;
      }
      return undefined;
    },
  };
}

/** An effect that is an answer of the service. */
type Refusal = Exclude<FaultEffect, { readonly kind: 'drop-connection' | 'delay' }>;

export function refusalOf(effect: Refusal, entity: string): ServiceBusError {
  switch (effect.kind) {
    case 'server-busy':
      return serverBusy();
    case 'lock-lost':
      return new ServiceBusError('com.microsoft:message-lock-lost', 'The lock supplied is invalid.');
    case 'entity-full':
      return entityFull(entity);
    case 'entity-disabled':
      return new ServiceBusError(
        'com.microsoft:entity-disabled',
        `Messaging entity '${entity}' is currently disabled.`,
      );
    case 'error':
      return new ServiceBusError(effect.condition, effect.description);
  }
}

export const serverBusy = () =>
  new ServiceBusError(
    'com.microsoft:server-busy',
    'The request was terminated because the namespace is being throttled. Error code : 50009. Please wait 2 seconds and try again.',
  );
