import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { type ReactNode, useMemo, useState } from 'react';
import { texts } from '../texts.ts';
import { Told } from './count.tsx';

const useStyles = makeStyles({
  bar: { display: 'flex', gap: tokens.spacingHorizontalM, flexWrap: 'wrap', alignItems: 'center', minHeight: '32px' },
  hint: { color: tokens.colorNeutralForeground2 },
  box: {
    display: 'block',
    width: '18px',
    height: '18px',
    margin: 0,
    accentColor: tokens.colorBrandBackground,
    cursor: 'pointer',
  },
});

/** Rows of a list that somebody has chosen, to do something with all of them. */
export interface Selection {
  readonly chosen: ReadonlySet<string>;
  choose(ids: readonly string[], isChosen: boolean): void;
  clear(): void;
}

/** As many as one order takes. */
export const MOST_CHOSEN = 1000;

export function useSelection(): Selection {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  return useMemo(
    () => ({
      chosen,
      choose: (ids, isChosen) =>
        setChosen((before) => {
          const rest = [...before].filter((id) => !ids.includes(id));
          return new Set(isChosen ? [...rest, ...ids].slice(0, MOST_CHOSEN) : rest);
        }),
      clear: () => setChosen(new Set()),
    }),
    [chosen],
  );
}

/** How many rows are chosen, and what can be done with them. */
export function SelectionBar({
  selection: { chosen, clear },
  children,
}: {
  readonly selection: Selection;
  readonly children: ReactNode;
}) {
  const styles = useStyles();
  return (
    <div className={styles.bar} role="toolbar" aria-label={texts.chosenRows}>
      {children}
      <span className={styles.hint} role="status">
        {chosen.size === 0 ? texts.noneChosen : <Told as="measure">{`${chosen.size} ${texts.chosen}`}</Told>}
      </span>
      {chosen.size > 0 && (
        <Button size="small" appearance="subtle" onClick={clear}>
          {texts.chooseNone}
        </Button>
      )}
    </div>
  );
}

/** Of one row, or of all of them. */
export function ChooseBox({
  name,
  ids,
  selection: { chosen, choose },
}: {
  /** For screen readers. */
  readonly name: string;
  readonly ids: readonly string[];
  readonly selection: Selection;
}) {
  const styles = useStyles();
  const isChosen = ids.length > 0 && ids.every((id) => chosen.has(id));
  return (
    <input
      type="checkbox"
      className={styles.box}
      aria-label={name}
      checked={isChosen}
      // The row is a link as a whole; choosing it does not open it.
      onClick={(event) => event.stopPropagation()}
      onChange={() => choose(ids.slice(0, MOST_CHOSEN), !isChosen)}
    />
  );
}
