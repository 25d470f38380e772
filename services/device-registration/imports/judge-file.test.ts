import { createHash } from 'node:crypto';
import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RowRules } from './import-row.ts';
import { judgeFile } from './judge-file.ts';

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();
const partner: RowRules = { registrant: 'partner', defaultTag: null, sha256 };
const header = ['Manufacturer', 'Model', 'Serial Number'];

const judge = (text: string | Buffer) => judgeFile(Buffer.from(text), partner);
const serialsIn = (text: string | Buffer) => judge(text).rows.map(({ serialNumber }) => serialNumber);
const serial = fc.stringMatching(/^[A-Z]{2}[0-9A-Z]{4,10}$/);

describe('a CSV of devices', () => {
  it('says the same with any line end, quoting, delimiter, encoding and order of columns', () => {
    const shape = fc.record({
      record_delimiter: fc.constantFrom('\n', '\r\n', '\r'),
      delimiter: fc.constantFrom(',', ';', '\t'),
      quoted: fc.boolean(),
      bom: fc.boolean(),
    });
    const encoding = fc.constantFrom('utf8', 'utf16le', 'latin1');
    const places = fc.shuffledSubarray([0, 1, 2], { minLength: 3 });
    const serials = fc.uniqueArray(serial, { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(serials, shape, encoding, places, (given, options, encoded, order) => {
        const rows = [header, ...given.map((text) => ['Müller AG', 'Modell 7', text])];
        const ordered = rows.map((row) => order.map((place) => row[place]));
        const text = stringify(ordered, { ...options, bom: options.bom && encoded === 'utf8' });
        const file = judge(Buffer.from(text, encoded));
        expect(file.rows.map(({ serialNumber }) => serialNumber)).toEqual(given);
        const makers = file.rows.map(({ verdict }) => verdict.kind === 'good' && verdict.candidate.manufacturer);
        expect(new Set(makers)).toEqual(new Set(['Müller AG']));
      }),
    );
  });

  it('accepts each machine once, and names the line that it repeats', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('AA1000', 'AA1001', 'AA1002'), { minLength: 1, maxLength: 12 }), (given) => {
        const { rows } = judge([header.join(), ...given.map((text) => `LENOVO,T14,${text}`)].join('\n'));
        const expected = given.map((text, at) => (given.indexOf(text) === at ? 'good' : given.indexOf(text) + 2));
        const found = rows.map(({ verdict }) => (verdict.kind === 'duplicate' ? verdict.sameAsLine : verdict.kind));
        expect(found).toEqual(expected);
      }),
    );
  });

  it('counts lines as an editor does, past blank ones and cells of several lines', () => {
    const { rows } = judge(`${header.join()}\n\nLENOVO,"T\n14",AA1000\n,,\nLENOVO,T14,AA1001\n\n`);
    expect(rows.map(({ line }) => line)).toEqual([3, 6]);
  });

  it('loses the blanks around its cells', () => {
    expect(serialsIn(`${header.join(' , ')}  \n LENOVO , T14 , AA1000 \u00a0\n`)).toEqual(['AA1000']);
  });

  it('is refused with a code, or judged, whatever it holds', () => {
    const cells = fc.array(fc.array(fc.string({ maxLength: 20 }), { maxLength: 5 }), { maxLength: 8 });
    fc.assert(
      fc.property(cells, fc.boolean(), (rows, known) => {
        const text = [...(known ? [header.join()] : []), ...rows.map((row) => row.join())].join('\n');
        try {
          const file = judge(text);
          for (const { verdict } of file.rows) expect(['good', 'rejected', 'duplicate']).toContain(verdict.kind);
        } catch (error) {
          expect(error).toMatchObject({ name: 'Refusal', code: expect.stringMatching(/^(file|header|too)-/) });
        }
      }),
    );
  });

  it('says which columns it does not know, and takes the others', () => {
    const file = judge(`${header.join()},Colour\nLENOVO,T14,AA1000,red`);
    expect(file).toMatchObject({ warnings: ['column-unknown'], rows: [{ serialNumber: 'AA1000' }] });
  });

  it('with more cells than any list of devices has is refused before they are read', () => {
    for (const text of [','.repeat(1_000_000), `"a"${','.repeat(1_000_000)}`])
      expect(() => judge(`${header.join()}\n${text}`)).toThrow(expect.objectContaining({ code: 'file-malformed' }));
  });

  it('whose row has more cells than the header cannot be trusted in that row', () => {
    const { rows } = judge(`${header.join()}\nLENOVO,T14,AA1000,red\nLENOVO,T14,AA1001`);
    expect(rows.map(({ verdict }) => verdict.kind)).toEqual(['rejected', 'good']);
  });
});
