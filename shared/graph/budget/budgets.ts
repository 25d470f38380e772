import { LRUCache } from 'lru-cache';
import type { ServiceName } from '../../contracts/events/topology.ts';
import type { State } from '../../state/state.ts';
import type { Clock } from '../../time/clock.ts';
import { dice } from '../dice.ts';
import { GraphFailure, TryAgainAt } from '../errors.ts';
import { pauseUntil } from '../pause.ts';
import type { Purpose } from '../purpose.ts';
import {
  type Admission,
  admit,
  afterAnswer,
  afterTooMany,
  type Budget,
  graphBudget,
  NOTHING_LEASED,
} from './budget-state.ts';
import type { Cost } from './cost.ts';
import { type Remaining, remaining } from './lease.ts';
import { type Slice, takeFrom } from './slices.ts';
import { BLOCK_ID, block, graphBlock, unblock } from './tenant-block.ts';
import { isBlocked, isOver, type Throttle, type TooManyRequests } from './throttle.ts';
import { CLASS_LIMITS, type ThrottleClass } from './throttle-classes.ts';

/** A call that wants to go out. */
export interface Need extends Cost {
  readonly writes: boolean;
}

/** What one instance of a service may send. All instances of the service share one record for each tenant and class. */
export interface Budgets {
  /**
   * Comes back when the call may go out at once. Throws `TryAgainAt` when that is more than two seconds away, and
   * GraphFailure `graph-limit-not-shared` when the service has no part of that limit.
   */
  admit(purpose: Purpose, need: Need): Promise<void>;
  /** A call was answered with 429; says until when no call of its class goes out. */
  tooManyRequests(
    purpose: Purpose,
    throttleClass: ThrottleClass,
    answer: Pick<TooManyRequests, 'sentAt' | 'retryAfterMs'>,
  ): Promise<number>;
  /** A call was answered otherwise. */
  answered(purpose: Purpose, throttleClass: ThrottleClass, sentAt: number): Promise<void>;
  /** What is left for a lane, by class. */
  remaining(purpose: Purpose): Promise<RemainingBudget[]>;
}

export interface RemainingBudget {
  readonly throttleClass: ThrottleClass;
  readonly limits: readonly Remaining[];
  /** Milliseconds since 1970; absent when nothing holds the class back. */
  readonly notBefore?: number;
}

export interface BudgetOptions {
  readonly service: ServiceName;
  readonly state: State;
  readonly clock: Clock;
}

/** What this instance knows by itself: slices that it has leased, and the throttle as it last saw it. */
interface Local {
  readonly slices: Slice[];
  throttle: Throttle | undefined;
  /** One lease at a time: calls that go out together share what it brings. */
  leasing: Promise<unknown> | undefined;
}

const KNOWN_BUDGETS = 5_000;
/** Messages that were all told to come back do so apart. */
const SPREAD_MS = 5_000;

export function openBudgets({ service, state, clock }: BudgetOptions): Budgets {
  const known = new LRUCache<string, Local>({ max: KNOWN_BUDGETS });
  const localOf = ({ tenantId }: Purpose, throttleClass: ThrottleClass): Local => {
    const key = `${throttleClass} ${tenantId}`;
    const local = known.get(key) ?? { slices: [], throttle: undefined, leasing: undefined };
    known.set(key, local);
    return local;
  };
  const optionsOf = ({ correlationId }: Purpose) => ({
    actor: { kind: 'service' as const, id: service },
    cause: { correlationId },
  });
  const keyOf = ({ tenantId }: Purpose, id: string) => ({ tenantId, id });

  async function leaseFor(purpose: Purpose, need: Need, local: Local): Promise<Admission> {
    const { lane } = purpose;
    let admission: Admission = { kind: 'not-shared' };
    await state.change(
      graphBudget,
      keyOf(purpose, need.throttleClass),
      (budget = NOTHING_LEASED) => {
        const decided = admit(budget, { ...need, service, lane, now: clock.now() });
        admission = decided.admission;
        local.throttle = (decided.next ?? budget).throttle;
        return decided.next && { state: decided.next };
      },
      optionsOf(purpose),
    );
    return admission;
  }

  /** The block first: whoever dies in between leaves a throttle, and the next answer ends both. */
  async function endThrottle(purpose: Purpose, throttleClass: ThrottleClass, throttle: Throttle, sentAt: number) {
    if (isBlocked(throttle)) {
      const decide = unblock(throttleClass);
      const { saved } = await state.change(graphBlock, keyOf(purpose, BLOCK_ID), decide, optionsOf(purpose));
      if (saved) purpose.log.info('tenant-unblocked', { throttleClass });
    }
    await state.change(
      graphBudget,
      keyOf(purpose, throttleClass),
      (budget = NOTHING_LEASED) => {
        const next = afterAnswer(budget, sentAt);
        return next && { state: next };
      },
      optionsOf(purpose),
    );
  }

  async function tellOfBlock(purpose: Purpose, throttleClass: ThrottleClass, { since }: Throttle): Promise<void> {
    const key = keyOf(purpose, BLOCK_ID);
    const { saved, version } = await state.change(graphBlock, key, block(throttleClass, since), optionsOf(purpose));
    if (saved) purpose.log.error('tenant-blocked', { throttleClass, since: new Date(since).toISOString(), version });
  }

  return {
    async admit(purpose, need) {
      const local = localOf(purpose, need.throttleClass);
      for (;;) {
        if (takeFrom(local.slices, { ...need, lane: purpose.lane }, clock.now())) return;
        if (local.leasing !== undefined) {
          await Promise.allSettled([local.leasing]);
          continue;
        }
        const leasing = leaseFor(purpose, need, local);
        local.leasing = leasing;
        const admission = await leasing.finally(() => {
          local.leasing = undefined;
        });
        if (admission.kind === 'leased') {
          const units = admission.units - need.units;
          local.slices.push({ lane: purpose.lane, writes: need.writes, units, until: admission.until });
          return;
        }
        if (admission.kind === 'not-shared')
          throw new GraphFailure('graph-limit-not-shared', `${service} has no share of ${need.throttleClass}.`);
        const { until, because } = admission;
        if (!(await pauseUntil(clock, until))) throw new TryAgainAt(until + spreadOf(purpose, until), because);
      }
    },

    async tooManyRequests(purpose, throttleClass, { sentAt, retryAfterMs }) {
      const local = localOf(purpose, throttleClass);
      local.slices.length = 0;
      const now = clock.now();
      const answer = { sentAt, retryAfterMs, now, dice: dice(purpose.tenantId, throttleClass, now) };
      const { state: budget } = await state.change(
        graphBudget,
        keyOf(purpose, throttleClass),
        (current = NOTHING_LEASED) => afterTooMany(current, answer),
        optionsOf(purpose),
      );
      local.throttle = budget?.throttle;
      if (isBlocked(local.throttle)) await tellOfBlock(purpose, throttleClass, local.throttle);
      return local.throttle?.until ?? now;
    },

    async answered(purpose, throttleClass, sentAt) {
      const local = localOf(purpose, throttleClass);
      const { throttle } = local;
      if (!throttle || !isOver(throttle, sentAt)) return;
      local.throttle = undefined;
      await endThrottle(purpose, throttleClass, throttle, sentAt);
    },

    async remaining(purpose) {
      const { tenantId, lane } = purpose;
      const now = clock.now();
      const classes = Object.keys(CLASS_LIMITS) as ThrottleClass[];
      return Promise.all(
        classes.map(async (throttleClass) => {
          const found = await state.load<Budget>(graphBudget, tenantId, throttleClass);
          const { leased, throttle } = found?.state ?? NOTHING_LEASED;
          const limits = remaining(leased, { service, throttleClass, lane, now });
          const held = throttle && throttle.until > now;
          return { throttleClass, limits, ...(held && { notBefore: throttle.until }) };
        }),
      );
    },
  };
}

/** Security comes back first. */
function spreadOf({ lane, correlationId }: Purpose, at: number): number {
  return lane === 'security' ? 0 : Math.floor(dice(correlationId, at) * SPREAD_MS);
}
