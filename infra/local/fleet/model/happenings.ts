import type { AlertDraft } from './alerts.ts';
import type { Crash, StopErrorDraft } from './stop-errors.ts';

/** What the agenda holds: plain data, so that a snapshot can keep it. */
export type Happening =
  | { readonly kind: 'day' }
  | { readonly kind: 'stopError'; readonly draft: StopErrorDraft }
  | { readonly kind: 'crash'; readonly crash: Crash }
  | { readonly kind: 'alert'; readonly draft: AlertDraft }
  /** A device hears which update policy it is under now. */
  | { readonly kind: 'policy'; readonly device: number }
  | { readonly kind: 'action'; readonly action: number }
  /** Ransomware of a fault takes its next hop from the devices it is on. */
  | { readonly kind: 'hop'; readonly fault: number; readonly infected: readonly number[] }
  | { readonly kind: 'faultBegins'; readonly fault: number }
  | { readonly kind: 'faultEnds'; readonly fault: number };
