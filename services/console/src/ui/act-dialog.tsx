import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  DialogTrigger,
  makeStyles,
  tokens,
} from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import { type ReactElement, type ReactNode, useState } from 'react';
import type { Permission } from '../../../../shared/contracts/http/roles.ts';
import { texts } from '../texts.ts';
import { Forbidden, mayI } from './forbidden.tsx';
import { Refusal } from './refusal.tsx';

const useStyles = makeStyles({
  content: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
});

export interface ActDialogProps {
  readonly trigger: ReactElement;
  readonly title: ReactNode;
  /** On the button that does it. */
  readonly verb: string;
  /** Whether all is known that it takes. */
  readonly isReady?: boolean;
  /** What whoever does it has to be allowed. */
  readonly needs?: Permission;
  readonly children: ReactNode;
  act(): Promise<unknown>;
  opened?(): void;
  done?(): void;
  refused?(): void;
}

/** A dialog that does one thing. It stays open, and says why, until that has been done. */
export function ActDialog({
  trigger,
  title,
  verb,
  isReady = true,
  needs,
  children,
  act,
  opened,
  done,
  refused,
}: ActDialogProps) {
  const styles = useStyles();
  const [isOpen, setOpen] = useState(false);
  const doing = useMutation({
    mutationFn: act,
    onSuccess: () => {
      setOpen(false);
      done?.();
    },
    onError: () => refused?.(),
  });
  const turn = (open: boolean) => {
    setOpen(open);
    if (!open) return;
    doing.reset();
    opened?.();
  };
  if (needs && !mayI(needs)) return <Forbidden trigger={trigger} needs={needs} />;
  return (
    <Dialog open={isOpen} onOpenChange={(_, { open }) => turn(open)}>
      <DialogTrigger disableButtonEnhancement>{trigger}</DialogTrigger>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{title}</DialogTitle>
          <DialogContent className={styles.content}>
            {children}
            <Refusal error={doing.error} />
          </DialogContent>
          <DialogActions>
            <DialogTrigger disableButtonEnhancement>
              <Button>{texts.cancel}</Button>
            </DialogTrigger>
            <Button appearance="primary" disabled={doing.isPending || !isReady} onClick={() => doing.mutate()}>
              {verb}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
