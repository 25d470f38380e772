/** What firmware and tools write where nobody set a serial number: absence of knowledge, and so never a key. */
const PLACEHOLDERS = new Set([
  'default string',
  'system serial number',
  'serial number',
  'to be filled by o.e.m.',
  'to be filled by oem',
  'not specified',
  'not applicable',
  'not available',
  'unknown',
  'none',
  'null',
  'n/a',
  'invalid',
  'o.e.m.',
  'oem',
  'chassis serial number',
  'xxxxxxxx',
  '-1',
  '123456789',
  '1234567890',
  '0123456789',
]);

/** Whether the text stands for no serial number at all. */
export function isPlaceholderSerial(serial: string): boolean {
  return PLACEHOLDERS.has(serial.trim().toLowerCase()) || /^([0\W_])\1*$/.test(serial.trim());
}

/** Characters with which one serial number has made Autopilot refuse a whole upload. */
export const isUnusualSerial = (serial: string): boolean => /[^A-Za-z0-9 _-]/.test(serial);

/** A number that a spreadsheet has rewritten, such as `4.51291E+09`: the digits are lost. */
export const isMangledSerial = (serial: string): boolean =>
  /^\d([.,]\d+)?E[+-]?\d+$/i.test(serial) && /[+.,]/.test(serial);

/** Whether one is the other without its leading zeros. */
export function differsByLeadingZeros(a: string, b: string): boolean {
  return a !== b && a.replace(/^0+/, '') === b.replace(/^0+/, '');
}
