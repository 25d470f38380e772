import type { Candidate, DeviceKey } from '../devices/candidate.ts';
import { faultOfTag, isSelfDeploying, profileOfTag, type TagFault } from '../devices/group-tag.ts';
import { decodeHardwareHash, type HardwareFacts, type Sha256 } from '../devices/hardware-hash.ts';
import {
  differsByLeadingZeros,
  isMangledSerial,
  isPlaceholderSerial,
  isUnusualSerial,
} from '../devices/serial-number.ts';
import type { Column } from './csv-header.ts';
import type { Verdict } from './verdict.ts';

/** Cells of a row by column; what is missing is empty. */
export type Cells = Readonly<Partial<Record<Column, string>>>;

export interface RowRules {
  /** A customer registers by hardware hash alone. */
  readonly registrant: 'customer' | 'partner';
  /** For rows that carry none. */
  readonly defaultTag: string | null;
  readonly sha256: Sha256;
}

/** Longest cells that are taken, in characters. */
const LONGEST: Readonly<Record<Column, number>> = {
  serial: 128,
  product: 64,
  hash: 16_000,
  manufacturer: 128,
  model: 128,
  tag: 512,
  user: 320,
};

/** What a row is by itself: a device to be accepted with what was remarkable, or the reason why not. */
export function judgeRow(cells: Cells, rules: RowRules): Verdict {
  const fault = faultOfCells(cells);
  if (fault) return fault;
  const hash = cells.hash || null;
  const decoded = hash === null ? undefined : decodeHardwareHash(hash, rules.sha256);
  if (decoded && 'fault' in decoded)
    return rejected('hash-invalid', `The hardware hash is not valid: ${decoded.fault}.`);
  const facts = decoded?.facts;
  const serial = judgeSerial(cells.serial || null, facts);
  if ('code' in serial) return serial;
  const tag = judgeTag(cells.tag ?? '', rules.defaultTag, facts);
  if ('code' in tag) return tag;
  const maker = preferHash(cells.manufacturer, facts?.manufacturer, 'manufacturer-spelling');
  const model = preferHash(cells.model, facts?.model, 'model-spelling');
  const candidate: Candidate = {
    serialNumber: serial.value,
    manufacturer: maker.value,
    model: model.value,
    productId: cells.product || null,
    hardwareHash: hash,
    groupTag: tag.value,
    ...(profileOfTag(tag.value ?? '') ?? { profile: null, shared: false }),
    virtual: isVirtual(facts, serial.value),
    assignedUser: cells.user || null,
  };
  if (!isIdentified(candidate, rules.registrant)) return identityIncomplete(rules.registrant);
  const warnings = [...serial.warnings, ...tag.warnings, ...maker.warnings, ...model.warnings];
  return { kind: 'good', candidate, keys: keysOf(candidate, facts, rules.sha256), warnings };
}

/** A value that was settled, and what was remarkable about it. */
interface Settled {
  readonly value: string | null;
  readonly warnings: readonly string[];
}
type Rejected = Extract<Verdict, { kind: 'rejected' }>;

function rejected(code: string, message: string): Rejected {
  return { kind: 'rejected', code, message };
}

/** Tag and hash have stricter rules of their own. */
function faultOfCells(cells: Cells): Rejected | undefined {
  for (const [column, cell] of Object.entries(cells) as [Column, string][]) {
    if (cell.length > LONGEST[column])
      return rejected('cell-too-long', `The ${column} may have ${LONGEST[column]} characters.`);
    if (column !== 'tag' && column !== 'hash' && /["\p{Cc}\ufffd]/u.test(cell))
      return rejected('cell-invalid', `The ${column} has quotation marks or control characters.`);
  }
  if (cells.user && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(cells.user))
    return rejected('user-invalid', 'The assigned user is no user principal name.');
  return undefined;
}

/** The hash carries the serial as Autopilot will see it, so what a spreadsheet has done to it shows. */
function judgeSerial(given: string | null, facts: HardwareFacts | undefined): Settled | Rejected {
  const burnt = facts?.serialNumber ?? null;
  if (given !== null && isMangledSerial(given))
    return rejected('serial-mangled', `A spreadsheet has turned the serial number into ${given}.`);
  if (given !== null && burnt !== null && given !== burnt && !isPlaceholderSerial(given) && !isPlaceholderSerial(burnt))
    return mismatch(given, burnt);
  const known = given !== null && !isPlaceholderSerial(given);
  const value = known ? given : (burnt ?? given);
  const noted = [given, value].some((serial) => serial !== null && isPlaceholderSerial(serial));
  if (noted) return { value, warnings: ['serial-placeholder'] };
  return { value, warnings: value !== null && isUnusualSerial(value) ? ['serial-unusual'] : [] };
}

function mismatch(given: string, burnt: string): Rejected {
  const hint = differsByLeadingZeros(given, burnt) ? ' Leading zeros have been lost, as spreadsheets do.' : '';
  return rejected('serial-hash-mismatch', `The file says ${given}, the hardware hash says ${burnt}.${hint}`);
}

function judgeTag(cell: string, defaultTag: string | null, facts: HardwareFacts | undefined): Settled | Rejected {
  const value = cell.trim() || defaultTag;
  if (value === null) return { value, warnings: [] };
  const fault = faultOfTag(value);
  if (fault) return rejected(fault.code, textOfTagFault(fault, value));
  const wanted = profileOfTag(value);
  if (wanted && isSelfDeploying(wanted) && facts && facts.tpmVersion !== '2.0')
    return rejected('tpm-missing', 'A shared or kiosk device sets itself up, which takes a physical TPM 2.0.');
  return { value, warnings: cell !== cell.trim() ? ['tag-trimmed'] : [] };
}

function textOfTagFault(fault: TagFault, tag: string): string {
  switch (fault.code) {
    case 'tag-char':
      return 'A group tag has no quotation marks, backslashes or control characters.';
    case 'tag-case':
      return `Group tags are case-sensitive: write ${fault.suggestion}.`;
    case 'tag-unknown':
      return `${tag} is not one of the group tags of the service.`;
  }
}

/** Autopilot compares with what the firmware says; the hash carries just that. */
function preferHash(cell: string | undefined, burnt: string | undefined, warning: string): Settled {
  if (!burnt) return { value: cell || null, warnings: [] };
  return { value: burnt, warnings: cell && cell !== burnt ? [warning] : [] };
}

function isVirtual(facts: HardwareFacts | undefined, serial: string | null): boolean {
  if (!facts || facts.tpmVersion !== undefined) return false;
  return /virtual|vmware|parallels|qemu|kvm/i.test(`${facts.manufacturer} ${facts.model} ${serial}`);
}

function isIdentified(candidate: Candidate, registrant: RowRules['registrant']): boolean {
  const { hardwareHash, productId, serialNumber, manufacturer, model } = candidate;
  if (hardwareHash) return true;
  if (registrant === 'customer') return false;
  return Boolean(productId || (serialNumber && !isPlaceholderSerial(serialNumber) && manufacturer && model));
}

function identityIncomplete(registrant: RowRules['registrant']): Rejected {
  const enough =
    registrant === 'customer'
      ? 'a hardware hash'
      : 'a hardware hash, a product id, or manufacturer, model and serial number together';
  return rejected('identity-incomplete', `A ${registrant} identifies a device by ${enough}.`);
}

/** The machine first, for it stays the same when a report has lost the serial. The hash's own text is the last resort. */
function keysOf(candidate: Candidate, facts: HardwareFacts | undefined, sha256: Sha256): DeviceKey[] {
  const { serialNumber, productId, hardwareHash } = candidate;
  const keys: DeviceKey[] = [];
  if (facts?.hardwareKey) keys.push({ key: 'hardware', value: facts.hardwareKey });
  if (serialNumber && !isPlaceholderSerial(serialNumber)) keys.push({ key: 'serial', value: serialNumber });
  if (productId && !hardwareHash) keys.push({ key: 'product', value: productId });
  if (keys.length === 0 && hardwareHash)
    keys.push({ key: 'capture', value: sha256(Buffer.from(hardwareHash)).toString('hex') });
  return keys;
}
