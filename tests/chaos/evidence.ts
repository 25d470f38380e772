import type { ServiceName } from '../../shared/contracts/events/topology.ts';
import type { Callers } from './callers.ts';
import type { Exchange } from './exchange.ts';
import type { Picture } from './picture.ts';
import type { Trace } from './trace.ts';

/** What the invariants judge by: what callers were told, and what the services have saved. */
export interface Evidence {
  readonly services: readonly ServiceName[];
  readonly callers: Callers;
  readonly exchanges: readonly Exchange[];
  readonly picture: Picture;
  readonly trace: Trace;
}
