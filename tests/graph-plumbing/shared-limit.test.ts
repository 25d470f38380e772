import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Lane } from '../../shared/graph/budget/lanes.ts';
import { type Leased, lease } from '../../shared/graph/budget/lease.ts';
import { CLASS_LIMITS, type ThrottleClass } from '../../shared/graph/budget/throttle-classes.ts';
import { isTryAgainAt } from '../../shared/graph/errors.ts';
import { v1 } from '../../shared/graph/graph.ts';
import { openRoom } from './room.ts';

const classes = Object.keys(CLASS_LIMITS) as ThrottleClass[];

test.each(classes)('the shares of %s are no more than its limit', (throttleClass) => {
  const { limits, shares } = CLASS_LIMITS[throttleClass];
  for (const { units } of limits) {
    const parts = Object.values(shares).map((share) => Math.max(Math.floor(units * share), 1));
    expect(parts.reduce((sum, part) => sum + part, 0)).toBeLessThanOrEqual(units);
  }
});

test('no stretch of time, wherever it begins, sees more leased units in use than the share has', () => {
  const steps = fc.array(
    fc.record({
      waitMs: fc.integer({ min: 0, max: 1_500 }),
      useAfter: fc.double({ min: 0, max: 0.999, noNaN: true }),
      lane: fc.constantFrom<Lane>('security', 'person', 'background'),
      writes: fc.boolean(),
      units: fc.integer({ min: 1, max: 5 }),
    }),
    { minLength: 1, maxLength: 300 },
  );
  fc.assert(
    fc.property(
      steps,
      fc.constantFrom<ThrottleClass>('security', 'directory', 'intune-devices'),
      (list, throttleClass) => {
        const service = 'security-alert-responder';
        const used: { at: number; units: number; writes: boolean }[] = [];
        let leased: Leased = [];
        let now = 1_000_000;
        for (const { waitMs, useAfter, ...step } of list) {
          now += waitMs;
          const answer = lease(leased, { service, throttleClass, now, ...step });
          if (answer.kind !== 'leased') {
            expect(answer).toMatchObject({ kind: 'spent' });
            continue;
          }
          leased = answer.leased;
          used.push({ at: now + useAfter * (answer.until - now), units: answer.units, writes: step.writes });
        }
        for (const limit of CLASS_LIMITS[throttleClass].limits) {
          const counted = used.filter(({ writes }) => writes || limit.counts === 'all');
          const share = Math.floor(limit.units * (CLASS_LIMITS[throttleClass].shares[service] ?? 0));
          for (const { at: end } of counted) {
            const within = counted.filter(({ at }) => at > end - limit.windowMs && at <= end);
            expect(within.reduce((sum, { units }) => sum + units, 0)).toBeLessThanOrEqual(share);
          }
        }
      },
    ),
    { numRuns: 60 },
  );
});

test('a service that waits as long as it is told gets its next lease', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...classes),
      fc.constantFrom<Lane>('security', 'person', 'background'),
      (throttleClass, lane) => {
        const service = 'security-alert-responder';
        const { shares } = CLASS_LIMITS[throttleClass];
        fc.pre(shares[service] !== undefined);
        let leased: Leased = [];
        let now = 5_000_000;
        for (let n = 0; n < 200; n++) {
          const answer = lease(leased, { service, throttleClass, lane, writes: true, units: 1, now });
          if (answer.kind === 'leased') leased = answer.leased;
          if (answer.kind !== 'spent') continue;
          expect(answer.until).toBeGreaterThan(now);
          now = answer.until;
          expect(lease(leased, { service, throttleClass, lane, writes: true, units: 1, now }).kind).toBe('leased');
        }
      },
    ),
  );
});

test('two instances of each of two services keep one limit, lose no call, and security overtakes background', async () => {
  const arrivals: number[] = [];
  const room = await openRoom(() => {
    arrivals.push(room.clock.now());
    return { body: { value: [] } };
  });
  const graphs = [
    room.instance('health-monitor'),
    room.instance('health-monitor'),
    room.instance('security-alert-responder'),
    room.instance('security-alert-responder'),
  ];
  const calls = graphs.flatMap((graph, instance) =>
    Array.from({ length: 60 }, (_, n) => ({
      graph: graph({ lane: instance < 2 || n < 45 ? 'background' : 'security', correlationId: `${instance}-${n}` }),
      security: instance >= 2 && n >= 45,
      due: room.clock.now(),
      doneAt: undefined as number | undefined,
    })),
  );
  const begun = room.clock.now();
  // The machines of Defender: 100 calls a minute for both services together.
  while (calls.some(({ doneAt }) => doneAt === undefined)) {
    const ready = calls.filter((call) => call.doneAt === undefined && call.due <= room.clock.now());
    const due = ready.sort((one, other) => Number(one.security) - Number(other.security));
    for (const call of due) {
      try {
        await call.graph.send({ target: { api: 'defender', path: '/machines' }, method: 'GET' });
        call.doneAt = room.clock.now();
      } catch (error) {
        if (!isTryAgainAt(error)) throw error;
        call.due = error.at;
      }
    }
    const next = Math.min(...calls.flatMap(({ doneAt, due }) => (doneAt === undefined ? [due] : [])));
    if (Number.isFinite(next)) room.clock.jumpTo(next);
  }
  expect(arrivals).toHaveLength(calls.length);
  for (const end of arrivals)
    expect(arrivals.filter((at) => at > end - 60_000 && at <= end).length).toBeLessThanOrEqual(100 * 1.05);
  const responder = calls.slice(120);
  const lastOf = (security: boolean) =>
    Math.max(...responder.flatMap((call) => (call.security === security ? [call.doneAt ?? 0] : [])));
  expect(lastOf(true)).toBeLessThan(lastOf(false));
  // Although all background calls came first, which are more than the share has.
  const atOnce = (security: boolean) => responder.filter((call) => call.security === security && call.doneAt === begun);
  expect(atOnce(false).length).toBeLessThan(90);
  expect(atOnce(true).length).toBeGreaterThan(0);
});

test('a service without a share of a limit is told so, and calls nobody', async () => {
  const room = await openRoom(() => ({ body: {} }), 'health-monitor');
  const call = room.graph().send({ target: v1('/identity/conditionalAccess/policies'), method: 'GET' });
  await expect(call).rejects.toMatchObject({ code: 'graph-limit-not-shared', retryable: false });
  expect(room.stub.seen).toEqual([]);
});
