import { Button, Caption1, Dropdown, makeStyles, Option, SearchBox, tokens } from '@fluentui/react-components';
import { ArrowDownloadRegular } from '@fluentui/react-icons';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { download, query } from '../api/client.ts';
import { texts } from '../texts.ts';
import { SavedViews } from './saved-views.tsx';
import type { Wanted } from './views.ts';

const useStyles = makeStyles({
  bar: { display: 'flex', gap: tokens.spacingHorizontalS, flexWrap: 'wrap', alignItems: 'center' },
  space: { flexGrow: 1 },
  filter: { minWidth: '170px' },
});

export interface GridFilter {
  readonly field: string;
  readonly label: string;
  readonly options: readonly string[];
}

/** What is asked of a list, how long it is, and all of it as CSV. */
export function GridBar({
  path,
  name,
  wanted,
  set,
  filters,
  total,
}: {
  readonly path: string;
  readonly name: string;
  readonly wanted: Wanted;
  set(change: Wanted): void;
  readonly filters: readonly GridFilter[];
  readonly total: number;
}) {
  const styles = useStyles();
  return (
    <div className={styles.bar}>
      <Searching value={wanted['search'] ?? ''} onChange={(value) => set({ search: value || undefined })} />
      {filters.map(({ field, label, options }) => (
        <Dropdown
          key={field}
          size="small"
          className={styles.filter}
          aria-label={label}
          value={`${label}: ${wanted[field]?.replaceAll('-', ' ') ?? texts.all.toLowerCase()}`}
          selectedOptions={[wanted[field] ?? '']}
          onOptionSelect={(_, { optionValue }) => set({ [field]: optionValue || undefined })}
        >
          <Option value="">{texts.all}</Option>
          {options.map((option) => (
            <Option key={option} value={option}>
              {option.replaceAll('-', ' ')}
            </Option>
          ))}
        </Dropdown>
      ))}
      <span className={styles.space} />
      <Caption1 role="status" data-total={total}>
        {total.toLocaleString('en')} {total === 1 ? texts.row : texts.rows}
      </Caption1>
      <SavedViews list={name} wanted={wanted} set={set} />
      <Button
        size="small"
        icon={<ArrowDownloadRegular />}
        onClick={() => void download(`${path}${query(wanted)}`, `${name}.csv`)}
      >
        {texts.csv}
      </Button>
    </div>
  );
}

const TYPING_MS = 250;

/** What is typed is asked for when the typing pauses. */
function Searching({ value, onChange }: { readonly value: string; onChange(value: string): void }) {
  const [text, setText] = useState(value);
  const asked = useRef(value);
  const ask = useEffectEvent(() => {
    asked.current = text;
    onChange(text);
  });
  useEffect(() => {
    if (text === asked.current) return;
    const timer = setTimeout(() => ask(), TYPING_MS);
    return () => clearTimeout(timer);
  }, [text]);
  // Somebody has followed a link: what was typed before is not to come back.
  useEffect(() => {
    if (value === asked.current) return;
    asked.current = value;
    setText(value);
  }, [value]);
  return (
    <SearchBox
      size="small"
      aria-label={texts.search}
      placeholder={texts.search}
      value={text}
      onChange={(_, { value: next }) => setText(next)}
    />
  );
}
