import {
  Dialog,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Input,
  makeStyles,
  mergeClasses,
  tokens,
} from '@fluentui/react-components';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { deviceEndpoints } from '../../../../shared/contracts/http/devices.ts';
import { query } from '../api/client.ts';
import type { RowOf } from '../api/types.ts';
import { useRows } from '../api/use-data.ts';
import { texts } from '../texts.ts';
import { useTenant, useTenantPath } from './tenant.tsx';

const useStyles = makeStyles({
  list: {
    listStyle: 'none',
    padding: 0,
    margin: `${tokens.spacingVerticalS} 0 0`,
    maxHeight: '50vh',
    overflow: 'auto',
  },
  item: { padding: '6px 10px', borderRadius: tokens.borderRadiusMedium, cursor: 'pointer' },
  active: { backgroundColor: tokens.colorNeutralBackground1Selected },
});

interface Entry {
  readonly to: string;
  readonly label: string;
}

/** Goes to a page or a device by its name, without a mouse. */
export function CommandPalette({ pages, onClose }: { readonly pages: readonly Entry[]; onClose(): void }) {
  const styles = useStyles();
  const navigate = useNavigate();
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const { tenantId } = useTenant();
  const path = useTenantPath();
  const devices = useRows<RowOf<typeof deviceEndpoints.listDevices>>(
    'device-registration',
    tenantId,
    path(`/devices${query({ search: text, limit: 8 })}`),
  );
  const found: Entry[] = [
    ...pages.filter(({ label }) => label.toLowerCase().includes(text.toLowerCase())),
    ...(text
      ? (devices.data?.items ?? []).map(({ id, name, serialNumber }) => ({
          to: `/devices/${id}`,
          label: `${name ?? 'Device'} · ${serialNumber ?? id}`,
        }))
      : []),
  ];
  const open = (entry: Entry | undefined) => {
    if (!entry) return;
    onClose();
    void navigate({ to: entry.to });
  };
  return (
    <Dialog open onOpenChange={(_, { open: isOpen }) => !isOpen && onClose()}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{texts.palette}</DialogTitle>
          <DialogContent>
            <Input
              autoFocus
              style={{ width: '100%' }}
              aria-label={texts.palette}
              aria-controls="palette"
              aria-activedescendant={`palette-${at}`}
              role="combobox"
              aria-expanded
              placeholder={texts.paletteHint}
              value={text}
              onChange={(_, { value }) => {
                setText(value);
                setAt(0);
              }}
              onKeyDown={({ key }) => {
                if (key === 'ArrowDown') setAt(Math.min(at + 1, found.length - 1));
                if (key === 'ArrowUp') setAt(Math.max(at - 1, 0));
                if (key === 'Enter') open(found[at]);
              }}
            />
            <ul className={styles.list} id="palette" role="listbox" aria-label={texts.palette}>
              {found.map((entry, n) => (
                <li
                  key={entry.to}
                  id={`palette-${n}`}
                  role="option"
                  aria-selected={n === at}
                  className={mergeClasses(styles.item, n === at && styles.active)}
                  onMouseDown={() => open(entry)}
                >
                  {entry.label}
                </li>
              ))}
            </ul>
          </DialogContent>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
