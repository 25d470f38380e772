import { describe, expect, it } from 'vitest';
import { judgeFile } from '../../../services/device-registration/imports/judge-file.ts';
import { customer, fieldFile, judged, machineIn, partner, wordFor } from './files.ts';

const serialsOf = (name: string) => judged(name).rows.map((row) => machineIn(row).candidate.serialNumber);

describe('a file from the field: encoding and shape', () => {
  it('with a byte order mark says the same as without', () => {
    const file = judged('autopilot-utf8-bom.csv');
    const bare = judgeFile(fieldFile('autopilot-utf8-bom.csv').subarray(3), customer);
    expect(file.warnings).toEqual(['encoding-bom']);
    expect(file.rows).toEqual(bare.rows);
    expect(serialsOf('autopilot-utf8-bom.csv')).toEqual(['PF4FC001', 'PF4FC002']);
  });

  it('in UTF-16, as Out-File writes it, says the same', () => {
    const text = fieldFile('autopilot-quoted.csv').toString('utf8');
    const little = Buffer.from(`\ufeff${text}`, 'utf16le');
    for (const bytes of [little, Buffer.from(little).swap16(), Buffer.from(text, 'utf16le')]) {
      const file = judgeFile(bytes, customer);
      expect(file.warnings).toEqual(['encoding-utf16']);
      expect(file.rows).toEqual(judged('autopilot-quoted.csv').rows);
    }
  });

  it('in quotation marks has none in its values', () => {
    expect(serialsOf('autopilot-quoted.csv')).toEqual(['PF4FC003', 'PF4FC004']);
    expect(JSON.stringify(judged('autopilot-quoted.csv').rows)).not.toContain('\\"');
  });

  it('with the headers in another case is recognised, and says so', () => {
    const { format, warnings, rows } = judged('partner-header-case.csv');
    expect({ format, warnings, rows: rows.map(wordFor) }).toEqual({
      format: 'partner-center',
      warnings: ['header-case'],
      rows: ['good', 'good'],
    });
  });

  it('with a dot in a serial number keeps that one apart, for it has made Autopilot refuse whole uploads', () => {
    const warned = judged('serial-dot.csv').rows.map((row) => [row.line, machineIn(row).warnings]);
    expect(warned).toEqual([
      [2, []],
      [3, ['serial-unusual']],
      [4, []],
    ]);
  });
});

describe('a file from the field: who a machine is', () => {
  it('keeps leading zeros, and notices by the hash where a spreadsheet has lost them', () => {
    const [kept, lost] = judged('surface-leading-zeros.csv').rows;
    expect(kept && machineIn(kept).candidate.serialNumber).toBe('004512908311');
    expect(lost?.verdict).toMatchObject({ kind: 'rejected', code: 'serial-hash-mismatch' });
    const message = lost?.verdict.kind === 'rejected' ? lost.verdict.message : '';
    expect(message).toMatch(/4512908322.*004512908322.*zeros/);
  });

  it('takes machines with placeholder serials apart by their hardware', () => {
    const machines = judged('placeholder-serials.csv').rows.map(machineIn);
    expect(machines).toHaveLength(8);
    for (const { warnings, keys } of machines) {
      expect(warnings).toEqual(['serial-placeholder']);
      expect(keys.map(({ key }) => key)).toEqual(['hardware']);
    }
    expect(new Set(machines.map(({ keys }) => keys[0]?.value)).size).toBe(8);
  });

  it('names the line of which another is the duplicate', () => {
    expect(judged('duplicate-hash.csv').rows.map(wordFor)).toEqual(['good', 'good', 'same as line 2']);
  });

  it('lets a partner register by product id or by maker, model and serial, and a customer by hash alone', () => {
    const no = 'identity-incomplete';
    const asPartner = judged('tuple-combinations.csv', partner).rows.map(wordFor);
    const asCustomer = judged('tuple-combinations.csv').rows.map(wordFor);
    expect(asPartner).toEqual(['good', 'good', 'good', 'good', no, no]);
    expect(asCustomer).toEqual(['good', no, no, 'good', no, no]);
  });

  it('takes the maker from the hash, and never guesses one where there is no hash', () => {
    const [byHash, byTuple] = judged('manufacturer-spelling.csv', partner).rows.map(machineIn);
    expect(byHash).toMatchObject({ candidate: { manufacturer: 'LENOVO' }, warnings: ['manufacturer-spelling'] });
    expect(byTuple).toMatchObject({ candidate: { manufacturer: 'Dell', model: 'Latitude 7450' }, warnings: [] });
  });

  it('keeps the serials of virtual machines verbatim, and refuses them what takes a TPM', () => {
    const machines = judged('vm-serials.csv').rows.map(machineIn);
    expect(machines.map(({ candidate }) => candidate.serialNumber)).toEqual([
      '2481-0637-1155-4920-7716-3305-41',
      'VMware-56 4d 9b 1f 7e 2a 44 c0-8d 11 5e 20 7f 33 9a 61',
      'Parallels-42 3A 11 7E 90 5C 4D 02 8F 61 77 20 3B 9E AA 10',
    ]);
    expect(machines.map(({ candidate }) => candidate.virtual)).toEqual([true, true, true]);
    const shared = { ...customer, defaultTag: 'Microsoft365Managed_Standard-Shared' };
    expect(judged('vm-serials.csv', shared).rows.map(wordFor)).toEqual(['tpm-missing', 'tpm-missing', 'tpm-missing']);
  });
});

describe('a file from the field: group tags', () => {
  it('are sent as they are written, never invented, and held where no group would match them', () => {
    const { rows } = judged('group-tags.csv');
    expect(rows.map(wordFor)).toEqual(['good', 'good', 'good', 'tag-case']);
    const tags = rows.slice(0, 3).map((row) => machineIn(row).candidate.groupTag);
    expect(tags).toEqual(['Kiosk-HQ', null, 'Microsoft365Managed_Standard']);
    expect(rows.slice(0, 3).map((row) => machineIn(row).warnings)).toEqual([[], [], ['tag-trimmed']]);
    expect(rows[3]?.verdict).toMatchObject({ message: expect.stringContaining('Microsoft365Managed_Standard') });
  });

  it('that would break the rule of a dynamic group are refused', () => {
    const csv = fieldFile('group-tags.csv').toString('utf8').replace('Kiosk-HQ', '"HQ ""A"""');
    expect(judgeFile(Buffer.from(csv), customer).rows.map(wordFor)[0]).toBe('tag-char');
  });
});

describe('a long file', () => {
  it('reports a fault under the line of the file, not of a part of it', () => {
    const [header = '', good = ''] = fieldFile('autopilot-utf8-bom.csv').toString('utf8').split('\r\n');
    const lines = Array.from({ length: 1203 }, (_, row) => (row === 1006 ? 'PF4FC001,,T0no' : good));
    const { rows } = judgeFile(Buffer.from([header, ...lines].join('\r\n')), customer);
    const faulty = rows.filter((row) => wordFor(row) === 'hash-invalid');
    expect(faulty.map(({ line }) => line)).toEqual([1008]);
  });
});
