import { describe, expect, it } from 'vitest';
import { allows, PERMISSIONS, ROLES, type Role, rolesWith } from './roles.ts';

describe('roles', () => {
  it('are the six of Entra, the four of the service, and the approver', () => {
    expect(Object.keys(ROLES)).toHaveLength(11);
  });

  it.each<[Role, { service: string; security: string }]>([
    ['GlobalAdministrator', { service: 'RW', security: 'RW' }],
    ['GlobalReader', { service: 'R', security: 'R' }],
    ['IntuneServiceAdministrator', { service: 'RW', security: '' }],
    ['ServiceSupportAdministrator', { service: 'R', security: '' }],
    ['SecurityAdmin', { service: 'R', security: 'RW' }],
    ['SecurityReader', { service: 'R', security: 'R' }],
    ['ServiceAdministrator', { service: 'RW', security: '' }],
    ['ServiceReader', { service: 'R', security: '' }],
    ['SecurityManager', { service: '', security: 'RW' }],
    ['SupportPartner', { service: '', security: '' }],
  ])('%s reads and writes as published', (role, expected) => {
    const access = (feature: 'service' | 'security') =>
      `${allows(role, `read:${feature}`) ? 'R' : ''}${allows(role, `write:${feature}`) ? 'W' : ''}`;
    expect({ service: access('service'), security: access('security') }).toEqual(expected);
  });

  it('let only a Global Administrator enrol a tenant', () => {
    expect(rolesWith('enrol:tenants')).toEqual(['GlobalAdministrator']);
  });

  it('let support be written by those who may, and elevation by the partner', () => {
    expect(rolesWith('write:support')).toContain('ServiceSupportAdministrator');
    expect(ROLES.SupportPartner).toEqual(['write:elevation']);
  });

  it('leave no permission that nobody has', () => {
    for (const permission of PERMISSIONS) expect(rolesWith(permission)).not.toEqual([]);
  });
});
