import { describe, expect, it } from 'vitest';
import { change, enrol, offboard, resume, suspend, type Tenant } from './tenant.ts';

const entraTenantId = '5f0b1c52-3f0a-4f0e-9d5e-0c7f2a5b1d11';
const asked = {
  name: 'Contoso',
  entraTenantId,
  region: 'westeurope',
  timeZone: 'Europe/Berlin',
  dataResidency: 'EU',
  operators: [{ entraTenantId }],
};
const enrolledAt = '2026-07-06T08:00:00.000Z';
const leavesAt = '2026-08-01T08:00:00.000Z';

function enrolled(): Tenant {
  return enrol(asked, enrolledAt)(undefined).state;
}

function afterwards(state: Tenant, ...steps: ((current: Tenant) => { state: Tenant } | undefined)[]): Tenant {
  return steps.reduce((current, step) => step(current)?.state ?? current, state);
}

describe('a tenant', () => {
  it('is enrolled under its Entra tenant id, and the event carries all that others need', () => {
    const { state, events } = enrol(asked, enrolledAt)(undefined);
    expect(state).toEqual({ ...asked, tenantId: entraTenantId, state: 'active', enrolledAt });
    expect(events).toEqual([
      { type: 'omd.tenant.enrolled.v1', data: { ...asked, tenantId: entraTenantId, state: 'active' } },
    ]);
  });

  it('is not enrolled twice', () => {
    expect(() => enrol(asked, enrolledAt)(enrolled())).toThrow(expect.objectContaining({ code: 'tenant-exists' }));
  });

  it('comes back after it has left, as a new enrolment', () => {
    const left = afterwards(enrolled(), offboard('contract ended', leavesAt));
    const { state, events } = enrol(asked, '2026-09-01T00:00:00.000Z')(left);
    expect(left.offboardedAt).toBe(leavesAt);
    expect(state).toMatchObject({ state: 'active', enrolledAt: '2026-09-01T00:00:00.000Z' });
    expect(state).not.toHaveProperty('offboardedAt');
    expect(events[0]?.type).toBe('omd.tenant.enrolled.v1');
  });

  it('changes what is asked and keeps the rest', () => {
    const changed = change({ timeZone: 'America/New_York' })(enrolled());
    expect(changed?.state).toEqual({ ...enrolled(), timeZone: 'America/New_York' });
    expect(changed?.audit.detail).toEqual({ fields: ['timeZone'] });
  });

  it('tells nothing when a change changes nothing', () => {
    expect(change({ name: 'Contoso' })(enrolled())).toBeUndefined();
  });

  it('rests and goes on; asking twice is asking once', () => {
    const resting = afterwards(enrolled(), suspend('unpaid'));
    expect(resting.state).toBe('suspended');
    expect(suspend('unpaid')(resting)).toBeUndefined();
    expect(afterwards(resting, resume('paid')).state).toBe('active');
  });

  it('refuses every change once it has left', () => {
    const left = afterwards(enrolled(), offboard('contract ended', leavesAt));
    for (const step of [change({ name: 'Fabrikam' }), suspend('late'), resume('late')]) {
      expect(() => step(left)).toThrow(expect.objectContaining({ code: 'tenant-offboarded', retryable: false }));
    }
    expect(offboard('again', leavesAt)(left)).toBeUndefined();
  });

  it('that nobody enrolled is unknown', () => {
    for (const step of [change({ name: 'Fabrikam' }), suspend('late'), resume('late'), offboard('late', leavesAt)]) {
      expect(() => step(undefined)).toThrow(expect.objectContaining({ code: 'tenant-unknown' }));
    }
  });
});
