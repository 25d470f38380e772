import { makeStyles, Subtitle1, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { Count, type ListAddress } from './count.tsx';

const useStyles = makeStyles({
  card: {
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
    padding: tokens.spacingHorizontalL,
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalM,
    minWidth: 0,
  },
  cards: {
    display: 'grid',
    gap: tokens.spacingHorizontalL,
    gridTemplateColumns: 'repeat(auto-fit, minmax(260px, 1fr))',
  },
  number: {
    fontSize: tokens.fontSizeHero700,
    lineHeight: 1.1,
    fontWeight: tokens.fontWeightSemibold,
    color: tokens.colorBrandForeground1,
    textDecoration: 'none',
  },
  figures: { display: 'flex', gap: tokens.spacingHorizontalXXL, flexWrap: 'wrap' },
  label: { color: tokens.colorNeutralForeground2 },
});

export function Cards({ children }: { readonly children: ReactNode }) {
  return <div className={useStyles().cards}>{children}</div>;
}

export function Card({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const styles = useStyles();
  return (
    <section className={styles.card} aria-label={title}>
      <Subtitle1 as="h2">{title}</Subtitle1>
      {children}
    </section>
  );
}

export function Figures({ children }: { readonly children: ReactNode }) {
  return <div className={useStyles().figures}>{children}</div>;
}

/** A number, large, which leads to the very rows it counts. */
export function Figure({
  value,
  label,
  aim,
  ...list
}: ListAddress & {
  readonly value: number;
  readonly label: string;
  /** What the number should be. */
  readonly aim?: ReactNode;
}) {
  const styles = useStyles();
  return (
    <div>
      <div>
        <Count {...list} number={value} name={`${value} ${label}`} className={styles.number} />
      </div>
      <div className={styles.label}>
        {label}
        {aim}
      </div>
    </div>
  );
}
