import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseCsv, readCsv, writeCsv } from './csv.ts';

it('reads records with the line on which each begins', () => {
  expect(parseCsv('a;b\r\n1;"x\ny"\r\n\r\n3;"say ""so"""')).toEqual({
    delimiter: ';',
    header: ['a', 'b'],
    records: [
      { line: 2, cells: ['1', 'x\ny'] },
      { line: 5, cells: ['3', 'say "so"'] },
    ],
  });
});

it('reads what Windows writes', async () => {
  const utf16 = new Blob([new Uint8Array([0xff, 0xfe, 0x61, 0, 0x2c, 0, 0x62, 0, 0x0a, 0, 0x31, 0])]);
  expect(await readCsv(utf16)).toMatchObject({ header: ['a', 'b'], records: [{ line: 2, cells: ['1'] }] });
});

it('writes what it reads', async () => {
  const cell = fc.string({ unit: fc.constantFrom('a', 'ä', '"', ',', ';', ' ', '\n', '\r\n') });
  const row = fc.tuple(fc.constant('x'), cell, cell).map((cells) => cells as readonly string[]);
  await fc.assert(
    fc.asyncProperty(fc.array(row), fc.constantFrom(',', ';', '\t'), async (rows, delimiter) => {
      const header = ['a', 'b', 'c'];
      const records = rows.map((cells) => ({ line: 0, cells }));
      const read = await readCsv(writeCsv({ delimiter, header, records: [] }, records, 'x.csv'));
      expect(read.delimiter).toBe(delimiter);
      expect(read.records.map(({ cells }) => cells)).toEqual(rows);
    }),
  );
});
