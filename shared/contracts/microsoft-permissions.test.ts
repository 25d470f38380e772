import { describe, expect, it } from 'vitest';
import { SERVICES } from './events/topology.ts';
import { missingFrom, NEEDED } from './microsoft-permissions.ts';

describe('what a service needs of Microsoft', () => {
  it.each(SERVICES)('%s writes nothing under the preset of a pilot', (service) => {
    const names = NEEDED[service]['read-only'].map(({ name }) => name);
    expect(names.filter((name) => !name.endsWith('.Read.All'))).toEqual([]);
  });

  it('is missing what nobody granted, and not what a larger grant covers', () => {
    const needed = NEEDED['security-alert-responder']['read-only'];
    expect(missingFrom(needed, { graph: [], defender: [] })).toEqual(needed);
    const granted = { graph: ['SecurityAlert.ReadWrite.All', 'SecurityIncident.Read.All'], defender: [] };
    expect(missingFrom(needed, granted)).toEqual([{ api: 'defender', name: 'Machine.Read.All' }]);
  });
});
