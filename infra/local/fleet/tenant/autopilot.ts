import type { Fleet } from '../model/fleet.ts';
import type { Kept, Table } from './table.ts';
import { createTable } from './table.ts';

/** A hardware hash that somebody uploaded. */
export interface Upload {
  readonly serialNumber: string;
  readonly hardwareIdentifier: string;
  readonly productKey: string;
  readonly groupTag: string;
  readonly importId: string;
  readonly assignedUserPrincipalName: string;
  /** The device that the hash is of, or why the service refuses it. */
  readonly outcome: { readonly device: number } | Refusal;
  /** Milliseconds since 1970. */
  readonly at: number;
}

export interface Refusal {
  readonly code: number;
  readonly name: string;
}

export type UploadDraft = Omit<Upload, 'outcome' | 'at'>;

/** What people have written about a device; it shows in lists after `tagVisibleAt`. */
export interface Registration {
  readonly serialNumber: string;
  readonly groupTag: string;
  readonly tagVisibleAt: number;
  readonly previousTag: string;
  readonly userPrincipalName: string;
  readonly addressableUserName: string;
  readonly displayName: string;
}

/** The Autopilot side of a tenant: uploads, and the identities that come of them. */
export interface Autopilot {
  readonly uploads: Table<Upload>;
  /** How often each serial number has been uploaded, also after the uploads were removed. */
  readonly received: ReadonlyMap<string, number>;
  upload(draft: UploadDraft): Kept<Upload>;
  /** A maker registers a machine that it ships, without any upload: true unless somebody has before. */
  register(device: number, groupTag: string): boolean;
  /** Of an index of the fleet; undefined when the device has no identity. */
  registration(device: number): Registration | undefined;
  /** The group tag that a read at `time` shows. */
  tag(device: number, time: number): string;
  write(device: number, change: Partial<Omit<Registration, 'tagVisibleAt' | 'previousTag' | 'serialNumber'>>): void;
  deregister(device: number): void;
  /** When somebody last asked for a synchronisation; milliseconds since 1970. */
  lastManualSync: number | undefined;
}

export interface AutopilotParts {
  readonly fleet: Fleet;
  /** The tag of a device that came with the tenant. */
  readonly firstTag: (device: number) => string;
}

export const ALREADY_ASSIGNED: Refusal = { code: 806, name: 'ZtdDeviceAlreadyAssigned' };
export const BAD_HASH: Refusal = { code: 807, name: 'ZtdDeviceInvalidHardwareHash' };
/** Comes to light only after the hash was admitted. */
export const FAILED_LATER: Refusal = { code: 808, name: 'ZtdDeviceAssignedToOtherTenant' };

export function createAutopilot({ fleet, firstTag }: AutopilotParts): Autopilot {
  const uploads = createTable<Upload>((number) => fleet.ids.of('other', number, UPLOAD_IDS));
  const written = new Map<number, Registration>();
  const gone = new Set<number>();
  const bySerial = new Map<string, number>();
  const received = new Map<string, number>();
  /** Ids of the last upload of each device. */
  const lastUpload = new Map<number, string>();
  for (let device = 0; device < fleet.devices(); device += 1) bySerial.set(fleet.names.serial(device), device);

  function registration(device: number): Registration | undefined {
    if (gone.has(device)) return undefined;
    return written.get(device) ?? fresh(fleet.names.serial(device), firstTag(device));
  }

  function admit({ serialNumber, hardwareIdentifier }: UploadDraft): Upload['outcome'] {
    if (!isHash(hardwareIdentifier)) return BAD_HASH;
    const known = bySerial.get(serialNumber);
    if (known === undefined) {
      const device = fleet.importDevice();
      bySerial.set(serialNumber, device);
      return { device };
    }
    switch (fleet.life(known)) {
      case 'supplied':
        return { device: fleet.importDevice(known) };
      case 'importFailed':
        uploads.change(lastUpload.get(known) ?? '', { outcome: FAILED_LATER });
        return { device: fleet.importDevice(known) };
      default:
        return gone.delete(known) ? { device: known } : ALREADY_ASSIGNED;
    }
  }

  return {
    uploads,
    received,
    lastManualSync: undefined,
    upload(draft) {
      received.set(draft.serialNumber, (received.get(draft.serialNumber) ?? 0) + 1);
      const outcome = admit(draft);
      const upload = uploads.add({ ...draft, outcome, at: fleet.now() });
      if ('device' in outcome) {
        lastUpload.set(outcome.device, upload.id);
        written.set(outcome.device, {
          ...fresh(draft.serialNumber, draft.groupTag),
          userPrincipalName: draft.assignedUserPrincipalName,
        });
      }
      return upload;
    },
    register(device, groupTag) {
      if (fleet.life(device) !== 'supplied') return false;
      fleet.importDevice(device);
      written.set(device, fresh(fleet.names.serial(device), groupTag));
      return true;
    },
    registration,
    tag(device, time) {
      const of = registration(device);
      if (!of) return '';
      return time >= of.tagVisibleAt ? of.groupTag : of.previousTag;
    },
    write(device, change) {
      const before = registration(device);
      if (!before) return;
      const retagged = change.groupTag !== undefined && change.groupTag !== before.groupTag;
      written.set(device, {
        ...before,
        ...change,
        ...(retagged && {
          previousTag: before.groupTag,
          tagVisibleAt: fleet.visibleAt(device, 'groupTag', fleet.now()),
        }),
      });
    },
    deregister: (device) => void gone.add(device),
  };
}

const UPLOAD_IDS = 1;

function fresh(serialNumber: string, groupTag: string): Registration {
  return {
    serialNumber,
    groupTag,
    tagVisibleAt: Number.NEGATIVE_INFINITY,
    previousTag: groupTag,
    userPrincipalName: '',
    addressableUserName: '',
    displayName: '',
  };
}

const isHash = (text: string) => /^[A-Za-z0-9+/]{16,}={0,2}$/.test(text);
