import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvText } from './csv.ts';

const columns = ['name', 'note'];

describe('CSV', () => {
  it('begins with the mark that spreadsheets need, and has every column of every row', async () => {
    const text = await csvText({
      columns,
      rows: [
        { name: 'Zoë', other: 'left out' },
        { name: 'Ben', note: true },
      ],
    });
    expect(text).toBe('\uFEFFname,note\r\nZoë,\r\nBen,true\r\n');
  });

  it('takes rows as they come', async () => {
    async function* rows() {
      yield { name: 'first', note: 1 };
      yield { name: 'second', note: null };
    }
    expect(await csvText({ columns, rows: rows() })).toBe('\uFEFFname,note\r\nfirst,1\r\nsecond,\r\n');
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1'])('never begins a cell like the formula %j', async (name) => {
    const [row] = parse(await csvText({ columns, rows: [{ name }] }), { columns: true, bom: true });
    expect(row).toEqual({ name: `'${name}`, note: '' });
  });

  it('keeps every text, whatever is in it', async () => {
    const text = fc.string({ unit: 'grapheme' }).filter((value) => !/^[=+\-@\t\r＝＋－＠]/.test(value));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.record({ name: text, note: text }), { minLength: 1 }), async (rows) => {
        expect(parse(await csvText({ columns, rows }), { columns: true, bom: true, skip_empty_lines: false })).toEqual(
          rows,
        );
      }),
    );
  });
});
