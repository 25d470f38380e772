import { Field, Textarea } from '@fluentui/react-components';
import { type ReactNode, useState } from 'react';
import { texts } from '../texts.ts';
import { ActDialog, type ActDialogProps } from './act-dialog.tsx';

export interface AskProps extends Omit<ActDialogProps, 'act' | 'children'> {
  /** What will happen. */
  readonly what: ReactNode;
  readonly needsReason?: boolean;
  act(reason: string): Promise<unknown>;
}

/** Asks before something is done: what will happen, and why somebody wants it. The reason goes on record. */
export function Ask({ what, needsReason = true, act, done, isReady = true, ...dialog }: AskProps) {
  const [reason, setReason] = useState('');
  return (
    <ActDialog
      {...dialog}
      isReady={isReady && (!needsReason || reason.trim() !== '')}
      act={() => act(reason.trim())}
      done={() => {
        setReason('');
        done?.();
      }}
    >
      {what}
      {needsReason && (
        <Field label={texts.reason} required>
          <Textarea value={reason} onChange={(_, { value }) => setReason(value)} />
        </Field>
      )}
    </ActDialog>
  );
}
