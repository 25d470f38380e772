import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  DialogTrigger,
  Field,
  MessageBar,
  MessageBarBody,
  Textarea,
} from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import { type ReactElement, type ReactNode, useState } from 'react';
import { isProblem } from '../api/client.ts';
import { texts } from '../texts.ts';

/** Asks before something is done: what will happen, and why somebody wants it. The reason goes on record. */
export function Ask({
  trigger,
  title,
  what,
  verb,
  needsReason = true,
  act,
  done,
}: {
  readonly trigger: ReactElement;
  readonly title: string;
  readonly what: ReactNode;
  readonly verb: string;
  readonly needsReason?: boolean;
  act(reason: string): Promise<unknown>;
  done?(): void;
}) {
  const [isOpen, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const doing = useMutation({
    mutationFn: () => act(reason.trim()),
    onSuccess: () => {
      setOpen(false);
      setReason('');
      done?.();
    },
  });
  return (
    <Dialog open={isOpen} onOpenChange={(_, { open }) => setOpen(open)}>
      <DialogTrigger disableButtonEnhancement>{trigger}</DialogTrigger>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{title}</DialogTitle>
          <DialogContent>
            {what}
            {needsReason && (
              <Field label={texts.reason} required style={{ marginTop: 12 }}>
                <Textarea value={reason} onChange={(_, { value }) => setReason(value)} />
              </Field>
            )}
            {doing.error ? (
              <MessageBar intent="error" style={{ marginTop: 12 }}>
                <MessageBarBody>
                  {isProblem(doing.error) ? `${doing.error.message} (${doing.error.code})` : texts.unreachable}
                </MessageBarBody>
              </MessageBar>
            ) : null}
          </DialogContent>
          <DialogActions>
            <DialogTrigger disableButtonEnhancement>
              <Button>{texts.cancel}</Button>
            </DialogTrigger>
            <Button
              appearance="primary"
              disabled={doing.isPending || (needsReason && reason.trim() === '')}
              onClick={() => doing.mutate()}
            >
              {verb}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
