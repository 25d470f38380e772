import { makeStyles, tokens } from '@fluentui/react-components';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useRef } from 'react';
import type { Service } from '../api/services.ts';
import { useList } from '../api/use-data.ts';
import { useTenant } from '../app/tenant.tsx';
import { texts } from '../texts.ts';
import { GridBar, type GridFilter } from './grid-bar.tsx';
import { ChooseBox, type Selection } from './selection.tsx';
import { Failure, Nothing, Waiting } from './states.tsx';
import type { Wanted } from './views.ts';

const ROW_PX = 36;

const useStyles = makeStyles({
  scroll: {
    overflow: 'auto',
    flexGrow: 1,
    minHeight: '240px',
    maxHeight: 'calc(100vh - 240px)',
    backgroundColor: tokens.colorNeutralBackground1,
    borderRadius: tokens.borderRadiusLarge,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  row: {
    display: 'grid',
    alignItems: 'center',
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
    minHeight: `${ROW_PX}px`,
  },
  body: { position: 'absolute', left: 0, right: 0, ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover } },
  head: {
    position: 'sticky',
    top: 0,
    zIndex: 1,
    backgroundColor: tokens.colorNeutralBackground1,
    fontWeight: tokens.fontWeightSemibold,
  },
  cell: { padding: '0 10px', overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  sort: {
    padding: 0,
    border: 'none',
    backgroundColor: 'transparent',
    color: 'inherit',
    font: 'inherit',
    textAlign: 'left',
    cursor: 'pointer',
    display: 'block',
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
  open: { cursor: 'pointer' },
});

export interface Column<Row> {
  /** The field, by which it is sorted. */
  readonly field: keyof Row & string;
  readonly label: string;
  /** A share of the width; 1 when not set. */
  readonly width?: number;
  show(row: Row): ReactNode;
}

export interface GridProps<Row> {
  readonly service: Service;
  readonly path: string;
  /** For screen readers, and the name of the CSV file. */
  readonly name: string;
  readonly columns: readonly Column<Row>[];
  readonly filters?: readonly GridFilter[];
  /** Where a row leads. */
  to?(row: Row): string;
  readonly empty?: ReactNode;
  /** For rows that something can be done with. */
  readonly selection?: Selection;
}

/**
 * A list of any length: only the rows in sight are drawn, and only pages with some of them are fetched, wherever they are. Search, filters
 * and order are in the address.
 */
export function Grid<Row extends { readonly id?: string; readonly tenantId: string }>({
  service,
  path,
  name,
  columns,
  filters = [],
  to,
  empty,
  selection,
}: GridProps<Row>) {
  const styles = useStyles();
  const navigate = useNavigate();
  const { tenantId } = useTenant();
  const search = useSearch({ strict: false }) as Record<string, string>;
  const wanted: Wanted = Object.fromEntries(
    ['search', 'sort', ...filters.map(({ field }) => field)].map((field) => [field, search[field]]),
  );
  const set = (change: Wanted) =>
    void navigate({ to: '.', search: ((old: object) => ({ ...old, ...change })) as never, replace: true });

  const list = useList<Row>(service, tenantId, path, wanted);
  const { total, see } = list;
  const scroll = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: total,
    getScrollElement: () => scroll.current,
    estimateSize: () => ROW_PX,
    overscan: 12,
  });
  const inSight = virtual.getVirtualItems();
  const first = inSight[0]?.index ?? 0;
  const last = inSight.at(-1)?.index ?? 0;
  useEffect(() => see(first, last), [see, first, last]);

  const widths = columns.map(({ width = 1 }) => `minmax(90px, ${width}fr)`);
  const columnStyle = {
    gridTemplateColumns: [...(selection ? ['40px'] : []), ...widths].join(' '),
    minWidth: `${columns.length * 100}px`,
  };
  return (
    <>
      <GridBar path={path} name={name} wanted={wanted} set={set} filters={filters} total={total} />
      {list.error ? <Failure service={service} error={list.error} retry={list.refetch} /> : null}
      {list.isPending ? (
        <Waiting />
      ) : total === 0 ? (
        !list.error && <Nothing>{empty}</Nothing>
      ) : (
        <div
          ref={scroll}
          className={styles.scroll}
          role="table"
          aria-label={name}
          aria-rowcount={total + 1}
          tabIndex={0}
        >
          <div role="rowgroup">
            <div role="row" aria-rowindex={1} className={`${styles.row} ${styles.head}`} style={columnStyle}>
              {selection && (
                <div role="columnheader" className={styles.cell}>
                  <ChooseBox name={texts.chooseAll} ids={list.known.map(idOf)} selection={selection} />
                </div>
              )}
              {columns.map(({ field, label }) => (
                <Heading
                  key={field}
                  field={field}
                  label={label}
                  sort={wanted['sort']}
                  onSort={(sort) => set({ sort })}
                />
              ))}
            </div>
          </div>
          <div role="rowgroup" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
            {inSight.map(({ index, start }) => {
              const row = list.rowAt(index);
              const style = { ...columnStyle, transform: `translateY(${start}px)` };
              if (!row)
                return (
                  <div
                    key={index}
                    role="row"
                    aria-rowindex={index + 2}
                    aria-busy
                    className={`${styles.row} ${styles.body}`}
                    style={style}
                  >
                    <div role="cell" className={styles.cell}>
                      {texts.loading}
                    </div>
                  </div>
                );
              const goal = to?.(row);
              return (
                <div
                  key={idOf(row)}
                  role="row"
                  aria-rowindex={index + 2}
                  className={`${styles.row} ${styles.body} ${goal ? styles.open : ''}`}
                  style={style}
                  onClick={() => goal && void navigate({ to: goal })}
                >
                  {selection && (
                    <div role="cell" className={styles.cell}>
                      <ChooseBox name={`${texts.chooseRow} ${nameOf(row)}`} ids={[idOf(row)]} selection={selection} />
                    </div>
                  )}
                  {columns.map(({ field, show }) => (
                    <div key={field} role="cell" className={styles.cell}>
                      {show(row)}
                    </div>
                  ))}
                </div>
              );
            })}
          </div>
        </div>
      )}
    </>
  );
}

interface Named {
  readonly id?: string;
  readonly tenantId: string;
  readonly name?: unknown;
}

const idOf = ({ id, tenantId }: Named): string => id ?? tenantId;
const nameOf = (row: Named): string => (typeof row.name === 'string' ? row.name : idOf(row));

function Heading({
  field,
  label,
  sort,
  onSort,
}: {
  readonly field: string;
  readonly label: string;
  readonly sort: string | undefined;
  onSort(sort: string): void;
}) {
  const styles = useStyles();
  const order = sort === field ? 'ascending' : sort === `-${field}` ? 'descending' : 'none';
  return (
    <div role="columnheader" aria-sort={order} className={styles.cell}>
      <button type="button" className={styles.sort} onClick={() => onSort(order === 'ascending' ? `-${field}` : field)}>
        {label}
        {order === 'ascending' ? ' ↑' : order === 'descending' ? ' ↓' : ''}
      </button>
    </div>
  );
}
