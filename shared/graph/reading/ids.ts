declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

/** `managedDevice.id`: Intune's own. */
export type IntuneDeviceId = Branded<'IntuneDeviceId'>;
/** `device.deviceId`, `managedDevice.azureADDeviceId`: what Intune, Entra and Defender have in common. */
export type EntraDeviceId = Branded<'EntraDeviceId'>;
/** `device.id`: what group membership takes. */
export type DirectoryObjectId = Branded<'DirectoryObjectId'>;
/** `machine.id`: forty hexadecimal digits. */
export type DefenderMachineId = Branded<'DefenderMachineId'>;

/** Each throws TypeError when the text is no such id. Ids come back in lower case, so that equal ones are equal. */
export const intuneDeviceId = (text: unknown) => demand(text, GUID, 'Intune device id') as IntuneDeviceId;
export const directoryObjectId = (text: unknown) => demand(text, GUID, 'directory object id') as DirectoryObjectId;
export const defenderMachineId = (text: unknown) =>
  demand(text, /^[0-9a-f]{40}$/, 'Defender machine id') as DefenderMachineId;

/** Undefined for a device that is not joined: Intune says so with zeros. Throws TypeError for what is no id. */
export function entraDeviceId(text: unknown): EntraDeviceId | undefined {
  if (text === undefined || text === null || text === '' || text === NOT_JOINED) return undefined;
  return demand(text, GUID, 'Entra device id') as EntraDeviceId;
}

/** What a group's member list takes: the directory object, by Graph's own name whatever host is called. */
export const memberReference = (id: DirectoryObjectId) => ({
  '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${id}`,
});

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const NOT_JOINED = '00000000-0000-0000-0000-000000000000';

function demand(text: unknown, pattern: RegExp, what: string): string {
  const lower = typeof text === 'string' ? text.toLowerCase() : '';
  if (!pattern.test(lower) || lower === NOT_JOINED) throw new TypeError(`This is no ${what}.`);
  return lower;
}
