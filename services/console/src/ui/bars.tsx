import { makeStyles, tokens } from '@fluentui/react-components';

const useStyles = makeStyles({
  table: { borderCollapse: 'collapse', width: '100%' },
  label: {
    textAlign: 'left',
    fontWeight: tokens.fontWeightRegular,
    paddingRight: tokens.spacingHorizontalM,
    whiteSpace: 'nowrap',
    width: '1%',
  },
  value: {
    textAlign: 'right',
    paddingLeft: tokens.spacingHorizontalM,
    whiteSpace: 'nowrap',
    width: '1%',
    fontVariantNumeric: 'tabular-nums',
  },
  track: {
    height: '14px',
    borderRadius: tokens.borderRadiusSmall,
    backgroundColor: tokens.colorNeutralBackground3,
    overflow: 'hidden',
  },
  fill: { height: '100%', backgroundColor: tokens.colorBrandBackground },
  cell: { padding: '3px 0' },
});

export interface Bar {
  readonly label: string;
  readonly value: number;
  /** The whole, of which the value is a part. */
  readonly of: number;
  readonly note?: string;
}

/** Shares as bars, as they were measured when they were looked at; it is a table, so nobody has to see the bars to know the numbers. */
export function Bars({ caption, bars }: { readonly caption: string; readonly bars: readonly Bar[] }) {
  const styles = useStyles();
  return (
    <table className={styles.table} aria-label={caption}>
      <tbody>
        {bars.map(({ label, value, of, note }) => (
          <tr key={label}>
            <th scope="row" className={`${styles.label} ${styles.cell}`}>
              {label}
            </th>
            <td className={styles.cell} aria-hidden>
              <div className={styles.track}>
                <div
                  className={styles.fill}
                  style={{ width: `${of === 0 ? 0 : Math.min(100, (100 * value) / of)}%` }}
                />
              </div>
            </td>
            <td className={styles.value} data-told="measure">
              {note ?? `${value.toLocaleString('en')} of ${of.toLocaleString('en')}`}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
