import { setTimeout } from 'node:timers/promises';
import { ConnectionDropped, CosmosError } from './errors.ts';
import { refusal } from './handler.ts';
import type { CosmosRequest, Handler } from './protocol.ts';

/** Something that goes wrong, as data. */
export interface Fault {
  readonly effect: FaultEffect;
  /** How many requests it hits; one when absent. */
  readonly times?: number;
  /** `GET`, `POST` … */
  readonly method?: string;
  /** Name (or resource id) of the container. */
  readonly container?: string;
  /** A text that the path or the body has to contain. */
  readonly match?: string;
}

export type FaultEffect =
  | { readonly kind: 'refuse'; readonly status: number; readonly substatus?: number; readonly retryAfterInMs?: number }
  /** The request never arrives. */
  | { readonly kind: 'drop-connection' }
  /** The request is carried out, and the connection ends before the answer. */
  | { readonly kind: 'lose-answer' }
  | { readonly kind: 'delay'; readonly milliseconds: number };

export interface Faults {
  /** The fault hits the next requests that it matches. Returns what takes it back. */
  add(fault: Fault): () => void;
  clear(): void;
  /** The effect on this request, if any; counts it. */
  strike(request: CosmosRequest): FaultEffect | undefined;
}

export function createFaults(): Faults {
  const waiting = new Map<Fault, number>();
  return {
    add(given) {
      const fault = { ...given };
      waiting.set(fault, fault.times ?? 1);
      return () => void waiting.delete(fault);
    },
    clear: () => waiting.clear(),
    strike(request) {
      for (const [fault, left] of waiting) {
        if (!hits(fault, request)) continue;
        if (left > 1) waiting.set(fault, left - 1);
        else waiting.delete(fault);
        return fault.effect;
      }
      return undefined;
    },
  };
}

/** Lets each request suffer what `strike` says. */
export function suffering(strike: (request: CosmosRequest) => FaultEffect | undefined, next: Handler): Handler {
  return async (request) => {
    const effect = strike(request);
    switch (effect?.kind) {
      case undefined:
        return next(request);
      case 'refuse':
        return refusal(new CosmosError(effect.status, message(effect.status), effect), request);
      case 'drop-connection':
        throw new ConnectionDropped();
      case 'lose-answer':
        await next(request);
        throw new ConnectionDropped();
      case 'delay':
        await setTimeout(effect.milliseconds);
        return next(request);
    }
  };
}

function hits({ method, container, match }: Fault, request: CosmosRequest): boolean {
  if (method !== undefined && method !== request.method) return false;
  if (container !== undefined && !`${request.path}/`.includes(`/colls/${encodeURIComponent(container)}/`)) return false;
  return match === undefined || request.path.includes(match) || request.body.includes(match);
}

function message(status: number): string {
  switch (status) {
    case 429:
      return 'Request rate is large. More Request Units may be needed, so no changes were made. Please retry this request later.';
    case 449:
      return 'Conflicting request to resource has been attempted. Retry to avoid conflicts.';
    default:
      return 'The request was refused by an injected fault.';
  }
}
