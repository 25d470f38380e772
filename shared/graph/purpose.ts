import type { Log } from '../functions/telemetry/log.ts';
import type { Lane } from './budget/lanes.ts';

/** Why a call is made, for whom, and as part of what. No call goes out without it. */
export interface Purpose {
  /** The Entra tenant's id. */
  readonly tenantId: string;
  readonly lane: Lane;
  /** A sentence for the tenant's own administrators: Intune shows it to whoever has to approve a write. */
  readonly reason: string;
  readonly correlationId: string;
  readonly log: Log;
}
