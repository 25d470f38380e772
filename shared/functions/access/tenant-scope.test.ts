import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Caller } from './caller.ts';
import { demandInService, mayOperate } from './tenant-scope.ts';

const HOME = '7f1d2c3b-4a59-4e68-8b77-0c1d2e3f4a5b';
const caller: Caller = {
  actor: { kind: 'person', id: 'ada', entraTenantId: HOME, name: 'Ada' },
  roles: ['ServiceAdministrator'],
  groups: ['engineers'],
  platform: false,
  tenants: [],
};
const may = (operators: Parameters<typeof mayOperate>[1]['operators'], by: Caller = caller) =>
  mayOperate(by, { tenantId: 'contoso', operators });

describe('a tenant may be operated', () => {
  it('by everybody of an Entra tenant, by one group, or by one person', () => {
    expect(may([{ entraTenantId: HOME }])).toBe(true);
    expect(may([{ entraTenantId: HOME, groupId: 'engineers' }])).toBe(true);
    expect(may([{ entraTenantId: HOME, objectId: 'ada' }])).toBe(true);
  });

  it('by nobody else', () => {
    expect(may([])).toBe(false);
    expect(may([{ entraTenantId: HOME, groupId: 'sales' }])).toBe(false);
    expect(may([{ entraTenantId: HOME, objectId: 'bob' }])).toBe(false);
  });

  it('never by a group or person of the same id in another Entra tenant', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.constantFrom({}, { groupId: 'engineers' }, { objectId: 'ada' }), (elsewhere, who) => {
        expect(may([{ entraTenantId: elsewhere, ...who }])).toBe(false);
      }),
    );
  });

  it('by whom a local token opens it for', () => {
    expect(may([], { ...caller, tenants: ['*'] })).toBe(true);
    expect(may([], { ...caller, tenants: ['contoso'] })).toBe(true);
    expect(may([], { ...caller, tenants: ['fabrikam'] })).toBe(false);
  });
});

describe('a write to a tenant that has left', () => {
  const write = { method: 'POST', path: '/', summary: '', access: { public: '' }, answers: {} } as const;
  const left = { tenantId: 'contoso', operators: [], state: 'offboarded' as const };

  it('is refused', () => {
    expect(() => demandInService(write, left)).toThrow(expect.objectContaining({ code: 'tenant-offboarded' }));
  });

  it('is left to a decision that knows whether the call was counted before the tenant left', () => {
    expect(() => demandInService({ ...write, whileOffboarded: true }, left)).not.toThrow();
  });
});
