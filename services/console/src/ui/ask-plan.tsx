import { Body1, Button, makeStyles, tokens } from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import { Fragment, type ReactNode } from 'react';
import type { Plan } from '../../../../shared/contracts/http/approvals.ts';
import { texts } from '../texts.ts';
import { Ask, type AskProps } from './ask.tsx';
import { DeviceName } from './device.tsx';
import { Refusal } from './refusal.tsx';
import { Waiting } from './states.tsx';

const useStyles = makeStyles({ risks: { margin: 0, paddingLeft: tokens.spacingHorizontalXL } });

/** A plan as somebody reads it, and the hash that says it was this one. */
export interface Planned {
  readonly plan: Pick<Plan, 'risks'> & { readonly devices: readonly string[]; readonly deviceCount: number };
  readonly planHash: string;
}

/**
 * Shows a plan, read anew each time the dialog opens, before it is sent: with its hash, so that it is carried out as it was
 * read. When it is refused, because the world has moved, it is read again.
 */
export function AskPlan<P extends Planned>({
  read,
  what,
  more,
  act,
  ...dialog
}: Omit<AskProps, 'what' | 'isReady' | 'opened' | 'refused' | 'act'> & {
  readonly what?: ReactNode;
  read(): Promise<P>;
  /** What else the plan tells. */
  more?(planned: P): ReactNode;
  act(reason: string, planHash: string): Promise<unknown>;
}) {
  const { mutate: look, data, error } = useMutation({ mutationFn: read });
  return (
    <Ask
      {...dialog}
      isReady={data !== undefined}
      opened={look}
      refused={look}
      act={(reason) => act(reason, data?.planHash ?? '')}
      what={
        <>
          {what}
          {data ? (
            <>
              <PlanText plan={data.plan} />
              {more?.(data)}
            </>
          ) : error ? null : (
            <Waiting />
          )}
          <Refusal error={error} />
          {error ? <Button onClick={() => look()}>{texts.retry}</Button> : null}
        </>
      }
    />
  );
}

/** Of whom there are more are counted. */
const SHOWN = 10;

function PlanText({ plan: { devices, deviceCount, risks } }: Pick<Planned, 'plan'>) {
  const styles = useStyles();
  const shown = devices.slice(0, SHOWN);
  const rest = deviceCount - shown.length;
  return (
    <>
      <Body1>
        <strong>{deviceCount === 1 ? '1 device: ' : `${deviceCount.toLocaleString('en')} devices: `}</strong>
        {shown.map((id, at) => (
          <Fragment key={id}>
            {at > 0 && ', '}
            <span>
              <DeviceName id={id} />
            </span>
          </Fragment>
        ))}
        {rest > 0 && ` and ${rest.toLocaleString('en')} more`}
      </Body1>
      <Body1>{texts.risks}</Body1>
      <ul className={styles.risks}>
        {risks.map((risk) => (
          <li key={risk}>{risk}</li>
        ))}
      </ul>
    </>
  );
}
