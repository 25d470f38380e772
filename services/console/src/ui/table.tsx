import { makeStyles, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';

const useStyles = makeStyles({
  table: {
    borderCollapse: 'collapse',
    width: '100%',
    backgroundColor: tokens.colorNeutralBackground1,
    '& th, & td': {
      textAlign: 'left',
      padding: '4px 12px 4px 0',
      borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
      verticalAlign: 'top',
    },
  },
});

/** A short table; what may be long is a `Grid`. */
export function Table({
  name,
  heads,
  children,
}: {
  /** For screen readers. */
  readonly name: string;
  readonly heads: readonly string[];
  /** Rows. */
  readonly children: ReactNode;
}) {
  return (
    <table className={useStyles().table} aria-label={name}>
      <thead>
        <tr>
          {heads.map((head) => (
            <th key={head} scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  );
}
