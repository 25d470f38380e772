import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { type ReactNode, useState } from 'react';
import { texts } from '../texts.ts';
import { Table } from './table.tsx';

const useStyles = makeStyles({
  chart: { margin: 0, display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXS },
  under: { display: 'flex', gap: tokens.spacingHorizontalM, alignItems: 'center', justifyContent: 'space-between' },
  sentence: { color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200 },
  turn: { whiteSpace: 'nowrap', flexShrink: 0 },
  table: { maxHeight: '220px', overflow: 'auto' },
});

/** What a chart shows: in one sentence for who does not see it, and as a table for who wants to know exactly. */
export interface Told {
  readonly name: string;
  readonly sentence: string;
  readonly heads: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A drawing under its sentence, or the table behind it. */
export function Chart({ name, sentence, heads, rows, children }: Told & { readonly children: ReactNode }) {
  const styles = useStyles();
  const [isTable, setTable] = useState(false);
  return (
    <figure className={styles.chart} data-told="measure" aria-label={name}>
      {isTable ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard.
        <section className={styles.table} tabIndex={0} aria-label={name}>
          <Table name={name} heads={heads}>
            {rows.map((cells) => (
              <tr key={cells[0]}>
                {cells.map((cell, n) => (
                  <td key={heads[n]}>{cell}</td>
                ))}
              </tr>
            ))}
          </Table>
        </section>
      ) : (
        children
      )}
      <figcaption className={styles.under}>
        <span className={styles.sentence}>{sentence}</span>
        <Button
          size="small"
          appearance="subtle"
          className={styles.turn}
          aria-pressed={isTable}
          aria-label={`${texts.asTable}: ${name}`}
          onClick={() => setTable(!isTable)}
        >
          {texts.asTable}
        </Button>
      </figcaption>
    </figure>
  );
}
