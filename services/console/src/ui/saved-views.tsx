import {
  Button,
  Field,
  Input,
  makeStyles,
  Popover,
  PopoverSurface,
  PopoverTrigger,
  tokens,
} from '@fluentui/react-components';
import { BookmarkRegular, DeleteRegular } from '@fluentui/react-icons';
import { type FormEvent, useState } from 'react';
import { texts } from '../texts.ts';
import { keepViews, keptViews, type View, type Wanted } from './views.ts';

const useStyles = makeStyles({
  surface: { display: 'grid', gap: tokens.spacingVerticalM, minWidth: '260px' },
  views: { listStyle: 'none', margin: 0, padding: 0 },
  view: { display: 'flex', justifyContent: 'space-between', gap: tokens.spacingHorizontalS },
  save: { display: 'flex', alignItems: 'end', gap: tokens.spacingHorizontalS },
});

/** Searches, filters and orders of a list that somebody comes back to, under a name. To share one, send the address. */
export function SavedViews({
  list,
  wanted,
  set,
}: {
  readonly list: string;
  readonly wanted: Wanted;
  set(change: Wanted): void;
}) {
  const styles = useStyles();
  const [isOpen, setOpen] = useState(false);
  const [views, setViews] = useState<readonly View[]>(() => keptViews(list));
  const [name, setName] = useState('');
  const keep = (next: readonly View[]) => {
    keepViews(list, next);
    setViews(next);
  };
  const save = (event: FormEvent) => {
    event.preventDefault();
    const named = name.trim();
    if (named === '') return;
    keep([...views.filter((view) => view.name !== named), { name: named, wanted }]);
    setName('');
    setOpen(false);
  };
  return (
    <Popover open={isOpen} onOpenChange={(_, { open }) => setOpen(open)} trapFocus>
      <PopoverTrigger disableButtonEnhancement>
        <Button size="small" icon={<BookmarkRegular />}>
          {texts.views}
        </Button>
      </PopoverTrigger>
      <PopoverSurface className={styles.surface} aria-label={texts.views}>
        {views.length > 0 && (
          <ul className={styles.views}>
            {views.map((view) => (
              <li key={view.name} className={styles.view}>
                <Button
                  appearance="transparent"
                  onClick={() => {
                    set({
                      ...Object.fromEntries(Object.keys(wanted).map((field) => [field, undefined])),
                      ...view.wanted,
                    });
                    setOpen(false);
                  }}
                >
                  {view.name}
                </Button>
                <Button
                  appearance="subtle"
                  icon={<DeleteRegular />}
                  aria-label={`${texts.forgetView} ${view.name}`}
                  onClick={() => keep(views.filter((each) => each !== view))}
                />
              </li>
            ))}
          </ul>
        )}
        <form onSubmit={save} className={styles.save}>
          <Field label={texts.viewName}>
            <Input value={name} maxLength={60} onChange={(_, { value }) => setName(value)} />
          </Field>
          <Button type="submit" disabled={name.trim() === ''}>
            {texts.saveView}
          </Button>
        </form>
      </PopoverSurface>
    </Popover>
  );
}
