import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Actor } from '../contracts/actor.ts';
import type { Plan } from '../contracts/http/approvals.ts';
import { approve, LONGEST_LIFETIME_MS, reject, request, use } from './approval.ts';
import { demandSamePlan, planHash, summaryOf } from './plan.ts';

const NOW = Date.UTC(2026, 2, 1, 8);
const HOUR = 3_600_000;
const person = (id: string): Actor => ({ kind: 'person', id, entraTenantId: 'home', name: id });
const [ada, ben] = [person('ada'), person('ben')];
const plan: Plan = {
  action: 'wipe-devices',
  devices: ['d1', 'd2'],
  calls: { wipe: 2 },
  seconds: 90,
  risks: ['Data is lost.'],
};
const hash = planHash(plan);
const asked = request(plan, ada, NOW);
const approved = approve(asked, ben, hash, NOW);

describe('a plan', () => {
  it('has the same hash however its fields are ordered, and another for any other plan', () => {
    const { action, ...rest } = plan;
    expect(planHash({ ...rest, action })).toBe(hash);
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 1 }), { maxLength: 5 }), fc.nat(), (devices, seconds) => {
        const other = { ...plan, devices, seconds };
        expect(planHash(other) === hash).toBe(JSON.stringify(other) === JSON.stringify(plan));
      }),
    );
  });

  it('is applied by quoting it, while the world is as it was', () => {
    expect(() => demandSamePlan(plan, hash)).not.toThrow();
    const moved = { ...plan, basis: { d1: 'retired' } };
    expect(() => demandSamePlan(moved, hash)).toThrow(expect.objectContaining({ code: 'plan-moved' }));
  });

  it('is shown by its size and first devices', () => {
    const devices = Array.from({ length: 1000 }, (_, index) => `d${index}`);
    const summary = summaryOf({ ...plan, devices });
    expect(summary.deviceCount).toBe(1000);
    expect(summary.firstDevices).toEqual(devices.slice(0, 20));
  });
});

describe('whoever asks', () => {
  it('cannot approve, whatever else they may do and however they are called', () => {
    const again: Actor = { kind: 'app', id: 'ada', entraTenantId: 'elsewhere', name: 'Somebody else' };
    for (const by of [ada, again])
      expect(() => approve(asked, by, hash, NOW)).toThrow(expect.objectContaining({ code: 'approver-is-requester' }));
  });

  it('may withdraw', () => {
    expect(reject(asked, ada, 'Not needed.', NOW).status).toMatchObject({ kind: 'rejected', by: ada });
  });
});

describe('the second person', () => {
  it('approves the plan whose hash they quote, and no other', () => {
    expect(approved.status).toEqual({ kind: 'approved', by: ben, at: '2026-03-01T08:00:00.000Z' });
    expect(() => approve(asked, ben, 'another', NOW)).toThrow(expect.objectContaining({ code: 'plan-moved' }));
  });

  it('decides once', () => {
    const rejected = reject(asked, ben, 'Too many.', NOW);
    for (const decided of [approved, rejected]) {
      expect(() => approve(decided, ben, hash, NOW)).toThrow(expect.objectContaining({ code: 'approval-decided' }));
      expect(() => reject(decided, ben, 'No.', NOW)).toThrow(expect.objectContaining({ code: 'approval-decided' }));
    }
  });

  it('has a week: after it a request counts as refused', () => {
    expect(asked.expiresAt).toBe('2026-03-08T08:00:00.000Z');
    expect(approve(asked, ben, hash, NOW + LONGEST_LIFETIME_MS - 1).status.kind).toBe('approved');
    const late = () => approve(asked, ben, hash, NOW + LONGEST_LIFETIME_MS);
    expect(late).toThrow(expect.objectContaining({ code: 'approval-expired' }));
    expect(request(plan, ada, NOW, 400 * 24 * HOUR).expiresAt).toBe(asked.expiresAt);
  });
});

describe('an approval', () => {
  it('is used once', () => {
    const used = use(approved, plan, ada, NOW + HOUR);
    expect(used.status).toMatchObject({ kind: 'used', by: ben, usedBy: ada });
    expect(() => use(used, plan, ada, NOW + HOUR)).toThrow(expect.objectContaining({ code: 'approval-missing' }));
  });

  it('is void once the world has moved, and stays so when it moves back', () => {
    const gone = use(approved, { ...plan, devices: ['d1'] }, ada, NOW + HOUR);
    expect(gone.status.kind).toBe('void');
    expect(() => use(gone, plan, ada, NOW + HOUR)).toThrow(expect.objectContaining({ code: 'approval-missing' }));
  });

  it('expires before it is used', () => {
    const late = () => use(approved, plan, ada, NOW + LONGEST_LIFETIME_MS);
    expect(late).toThrow(expect.objectContaining({ code: 'approval-expired' }));
  });

  it('leads to a use only by another person, of the same plan, in time, and once, whatever is tried', () => {
    const people = [ada, ben, person('cleo')];
    const move = fc.record({
      kind: fc.constantFrom('approve', 'reject', 'use'),
      by: fc.constantFrom(...people),
      quoted: fc.constantFrom(hash, 'another'),
      planNow: fc.constantFrom(plan, { ...plan, devices: ['d3'] }),
      waitMs: fc.constantFrom(0, HOUR, LONGEST_LIFETIME_MS / 2),
    });
    fc.assert(
      fc.property(fc.array(move, { maxLength: 12 }), (moves) => {
        let approval = asked;
        let now = NOW;
        let uses = 0;
        for (const { kind, by, quoted, planNow, waitMs } of moves) {
          now += waitMs;
          const before = approval;
          try {
            if (kind === 'approve') approval = approve(approval, by, quoted, now);
            else if (kind === 'reject') approval = reject(approval, by, 'No.', now);
            else approval = use(approval, planNow, by, now);
          } catch {
            continue;
          }
          if (approval.status.kind !== 'used') continue;
          uses++;
          expect(before.status.kind).toBe('approved');
          expect(approval.status.by).not.toEqual(ada);
          expect(planHash(planNow)).toBe(approval.planHash);
          expect(now).toBeLessThan(Date.parse(approval.expiresAt));
        }
        expect(uses).toBeLessThanOrEqual(1);
      }),
    );
  });
});
