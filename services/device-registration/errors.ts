import { Refusal } from '../../shared/contracts/refusal.ts';

export const tenantExists = (entraTenantId: string) =>
  new Refusal('tenant-exists', `The Entra tenant ${entraTenantId} is enrolled already.`);

export const tenantUnknown = () =>
  new Refusal('tenant-unknown', 'There is no such tenant, or it is not yours to operate.');

export const tenantOffboardedAlready = () =>
  new Refusal('tenant-offboarded', 'The tenant has left the service. Enrol it again to go on.');
