import { MessageBar, MessageBarBody, makeStyles, ProgressBar } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useEffectEvent } from 'react';
import type { Operation } from '../../../../shared/contracts/http/operations.ts';
import { ask } from '../api/client.ts';
import type { Service } from '../api/services.ts';
import { useTenant } from '../app/tenant.tsx';
import { Told } from './count.tsx';
import { Failure, Waiting } from './states.tsx';

const useStyles = makeStyles({ wide: { flexBasis: '100%' } });
const LOOK_MS = 1_000;

/** How far a piece of work is, and what became of it. It goes on whether anybody looks or not. */
export function OperationProgress({
  service,
  id,
  doing,
  done,
  over,
}: {
  readonly service: Service;
  readonly id: string;
  /** What is being done, and what has been: sentences. */
  readonly doing: string;
  readonly done: string;
  /** When it has an outcome. */
  over?(): void;
}) {
  const styles = useStyles();
  const { tenantId } = useTenant();
  const { data, error, refetch } = useQuery({
    queryKey: [service, tenantId, 'operations', id],
    queryFn: ({ signal }) => ask<Operation>(`/api/v1/${service}/tenants/${tenantId}/operations/${id}`, { signal }),
    refetchInterval: ({ state }) => (state.data && state.data.outcome.kind !== 'running' ? false : LOOK_MS),
  });
  const isOver = data !== undefined && data.outcome.kind !== 'running';
  const tell = useEffectEvent(() => over?.());
  useEffect(() => {
    if (isOver) tell();
  }, [isOver]);
  if (error) return <Failure service={service} error={error} retry={() => void refetch()} />;
  if (!data) return <Waiting />;
  const { outcome, steps } = data;
  const total = steps.reduce((sum, step) => sum + step.total, 0);
  const ready = steps.reduce((sum, step) => sum + step.done, 0);
  const intent = outcome.kind === 'failed' ? 'error' : outcome.kind === 'succeeded' ? 'success' : 'info';
  return (
    <MessageBar intent={intent} layout="multiline" className={styles.wide}>
      <MessageBarBody>
        <Told as="measure">
          {outcome.kind === 'failed' ? outcome.message : outcome.kind === 'succeeded' ? done : doing}
        </Told>
        {outcome.kind === 'running' && <ProgressBar aria-label={doing} {...(total > 0 && { value: ready / total })} />}
      </MessageBarBody>
    </MessageBar>
  );
}
