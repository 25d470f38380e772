import type { Columns } from './columns.ts';

/** What is switched on or present on a device; the order is the bit of the column `protection`. */
export const protections = [
  'tpm2',
  'secureBoot',
  'vbs',
  'firewall',
  'realTimeProtection',
  'tamperProtection',
  'windows11Capable',
] as const;

export type Protection = (typeof protections)[number];

export function has(columns: Columns, device: number, protection: Protection): boolean {
  return ((columns.protection[device] ?? 0) & bit(protection)) !== 0;
}

export function setProtection(columns: Columns, device: number, protection: Protection, on: boolean): void {
  const others = (columns.protection[device] ?? 0) & ~bit(protection);
  columns.protection[device] = on ? others | bit(protection) : others;
}

const bit = (protection: Protection) => 1 << protections.indexOf(protection);
