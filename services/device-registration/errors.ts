import { Refusal } from '../../shared/contracts/refusal.ts';

export const tenantExists = (entraTenantId: string) =>
  new Refusal('tenant-exists', `The Entra tenant ${entraTenantId} is enrolled already.`);

export const tenantUnknown = () =>
  new Refusal('tenant-unknown', 'There is no such tenant, or it is not yours to operate.');

export const tenantOffboardedAlready = () =>
  new Refusal('tenant-offboarded', 'The tenant has left the service. Enrol it again to go on.');

export const fileEmpty = () => new Refusal('file-empty', 'The file has no row under its header.');

export const fileMalformed = (fault: string) => new Refusal('file-malformed', `The file cannot be read. ${fault}`);

export const tooManyRows = (most: number) =>
  new Refusal('too-many-rows', `A file may have ${most} rows.`, { detail: { maxRows: most } });

export const headerUnknown = (found: readonly string[], known: readonly (readonly string[])[]) =>
  new Refusal('header-unknown', 'The first line is not the header of any known format.', {
    detail: { found: found.slice(0, 50).map((name) => name.slice(0, 100)), known },
  });

export const profileNotShareable = (profile: string) =>
  new Refusal('profile-not-shareable', `There are no shared devices with the profile ${profile}.`);

export const importUnknown = () => new Refusal('import-unknown', 'There is no such import.');

export const deviceUnknown = () => new Refusal('device-unknown', 'There is no such device.');

export const devicePending = () =>
  new Refusal('device-pending', 'The registration of the device is pending. Remove it once that has come to its end.');

export const signatureInvalid = () => new Refusal('signature-invalid', 'The signature does not prove the sender.');

export const signatureExpired = () =>
  new Refusal('signature-expired', 'The signature is older or younger than five minutes.');

export const webhookReplayed = () => new Refusal('webhook-replayed', 'This very delivery has been received before.');

export const shipmentInvalid = (faults: readonly { path: string; message: string }[]) =>
  new Refusal('shipment-invalid', 'The shipment does not fit its schema.', { detail: { errors: faults } });
