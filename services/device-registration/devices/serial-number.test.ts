import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { differsByLeadingZeros, isMangledSerial, isPlaceholderSerial, isUnusualSerial } from './serial-number.ts';

describe('a serial number', () => {
  it.each([
    'Default string',
    'SYSTEM SERIAL NUMBER',
    'To Be Filled By O.E.M.',
    '0',
    '000000000000',
    '-1',
    '....',
    'None',
  ])('"%s" stands for none', (serial) => {
    expect(isPlaceholderSerial(serial)).toBe(true);
  });

  it.each(['PF4FC001', '004512908311', '016520771357', 'VMware-56 4d 9b', '111111111'])('"%s" is one', (serial) => {
    expect(isPlaceholderSerial(serial)).toBe(false);
  });

  it('that a spreadsheet has written as a power of ten is lost; one with an E in it is not', () => {
    expect(['4.51291E+09', '4,5E+11', '1E+12'].map(isMangledSerial)).toEqual([true, true, true]);
    expect(['5E12', 'PF4E+1', '123E4567'].map(isMangledSerial)).toEqual([false, false, false]);
  });

  it('may have lost its leading zeros', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[1-9][0-9]{3,12}$/), fc.integer({ min: 1, max: 5 }), (serial, zeros) => {
        expect(differsByLeadingZeros(serial, '0'.repeat(zeros) + serial)).toBe(true);
        expect(differsByLeadingZeros(serial, serial)).toBe(false);
      }),
    );
  });

  it('with a dot is unusual, with dashes and blanks it is not', () => {
    expect(['VM.0042.LAB', 'A/1', 'VMware-56 4d', '2481-0637'].map(isUnusualSerial)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});
