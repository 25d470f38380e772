import { Body1, Button, Input, makeStyles, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ImportRow } from '../../../../shared/contracts/http/device-imports.ts';
import { Told } from '../ui/count.tsx';
import { Status } from '../ui/status.tsx';
import { Table } from '../ui/table.tsx';
import { type CsvRecord, readCsv, writeCsv } from './csv.ts';

const useStyles = makeStyles({
  scroll: { overflow: 'auto', maxHeight: '360px' },
  why: { color: tokens.colorNeutralForeground2, maxWidth: '360px' },
});

/** Of more, nobody mends one by one. */
const SHOWN = 50;

type BadRow = Pick<ImportRow, 'line' | 'outcome' | 'message' | 'sameAsLine'>;

/** Rows that are not taken on, with what is wrong, to be mended on the spot. */
export function MendRows({
  file,
  rows,
  verb,
  isRest,
  mended,
}: {
  /** Without it, they can be read alone. */
  readonly file: File | undefined;
  readonly rows: readonly BadRow[];
  /** On the button. */
  readonly verb: string;
  /** Whether the other rows of the file are left out of what is mended: they have been sent. */
  readonly isRest: boolean;
  mended(file: File): void;
}) {
  const styles = useStyles();
  const [edits, setEdits] = useState<Readonly<Record<string, string>>>({});
  const { data: table } = useQuery({
    queryKey: ['csv', file?.name, file?.lastModified, file?.size],
    queryFn: () => readCsv(file as File),
    enabled: file !== undefined,
    gcTime: 0,
  });
  const records = new Map(table?.records.map((record) => [record.line, record]));
  const withEdits = ({ line, cells }: CsvRecord): CsvRecord => ({
    line,
    cells: cells.map((cell, at) => edits[`${line} ${at}`] ?? cell),
  });
  const send = () => {
    if (!table || !file) return;
    const bad = new Set(rows.map(({ line }) => line));
    const chosen = isRest ? table.records.filter(({ line }) => bad.has(line)) : table.records;
    mended(writeCsv(table, chosen.map(withEdits), file.name));
    setEdits({});
  };
  const header = table?.header ?? [];
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard. */}
      <section className={styles.scroll} tabIndex={0} aria-label="Rows that are not taken on">
        <Table name="Rows that are not taken on" heads={['Line', 'Outcome', 'Why', ...header]}>
          {rows.slice(0, SHOWN).map(({ line, outcome, message, sameAsLine }) => (
            <tr key={line}>
              <td data-told="record">{line}</td>
              <td>
                <Status of={outcome} />
              </td>
              <td className={styles.why} data-told="sentence of a service">
                {message ?? (sameAsLine ? `The same as line ${sameAsLine}.` : '')}
              </td>
              {header.map((title, at) => (
                <td key={title}>
                  <Input
                    size="small"
                    aria-label={`${title}, line ${line}`}
                    value={edits[`${line} ${at}`] ?? records.get(line)?.cells[at] ?? ''}
                    onChange={(_, { value }) => setEdits({ ...edits, [`${line} ${at}`]: value })}
                  />
                </td>
              ))}
            </tr>
          ))}
        </Table>
      </section>
      {rows.length > SHOWN && (
        <Body1>
          <Told as="measure">{`${(rows.length - SHOWN).toLocaleString('en')} more are not shown: mend them in the file.`}</Told>
        </Body1>
      )}
      {table && (
        <div>
          <Button onClick={send} disabled={Object.keys(edits).length === 0}>
            {verb}
          </Button>
        </div>
      )}
    </>
  );
}
