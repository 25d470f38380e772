import { Body1, Button, Dropdown, Field, makeStyles, Option, tokens } from '@fluentui/react-components';
import { ArrowSwapRegular } from '@fluentui/react-icons';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Operation } from '../../../../shared/contracts/http/operations.ts';
import type { ringMoveEndpoints } from '../../../../shared/contracts/http/ring-moves.ts';
import { ask } from '../api/client.ts';
import type { AnswerOf } from '../api/types.ts';
import { useTenant, useTenantPath } from '../app/tenant.tsx';
import { texts } from '../texts.ts';
import { Ask } from '../ui/ask.tsx';
import { OperationProgress } from '../ui/operation.tsx';
import { Refusal } from '../ui/refusal.tsx';
import type { Selection } from '../ui/selection.tsx';
import { Waiting } from '../ui/states.tsx';
import { Table } from '../ui/table.tsx';

type Plan = AnswerOf<typeof ringMoveEndpoints.planRingMove>;

const TARGETS = ['Test', 'First', 'Fast', 'Broad', 'Automatic'] as const;
const TARGET_NAMES: Readonly<Record<string, string>> = { Automatic: 'Automatic: let the service place them' };

const useStyles = makeStyles({
  moves: { maxHeight: '220px', overflow: 'auto' },
  lines: { margin: 0, paddingLeft: tokens.spacingHorizontalXL },
});

/** Moves the chosen devices to a ring, by a plan that says how rings and devices will stand. */
export function MoveDevices({
  selection: { chosen, clear },
  size,
}: {
  readonly selection: Pick<Selection, 'chosen' | 'clear'>;
  readonly size?: 'small';
}) {
  const { tenantId } = useTenant();
  const path = useTenantPath();
  const queries = useQueryClient();
  const [ring, setRing] = useState('');
  const [moving, setMoving] = useState<{ readonly id: string; readonly devices: number; readonly ring: string }>();
  const devices = [...chosen].sort();
  const asked = { devices, ring };
  const plan = useQuery({
    queryKey: ['ring-move-plan', tenantId, asked],
    queryFn: ({ signal }) => ask<Plan>(path('/ring-moves/plan'), { method: 'POST', body: asked, signal }),
    enabled: ring !== '' && devices.length > 0,
    // It is read as the world is when somebody looks at it, and not again behind their back.
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const name = devices.length === 1 ? '1 device' : `${devices.length} devices`;
  return (
    <>
      <Ask
        trigger={
          <Button {...(size && { size })} icon={<ArrowSwapRegular />} disabled={devices.length === 0}>
            {texts.moveToRing}
          </Button>
        }
        title={`Move ${name} to another ring?`}
        verb={ring === '' ? 'Move' : `Move ${name}`}
        isReady={plan.data !== undefined}
        needs="write:service"
        opened={() => setRing('')}
        refused={() => void plan.refetch()}
        what={
          <>
            <Field label="Ring" required>
              <Dropdown
                placeholder="Choose a ring"
                value={TARGET_NAMES[ring] ?? ring}
                selectedOptions={ring ? [ring] : []}
                onOptionSelect={(_, { optionValue }) => setRing(optionValue ?? '')}
              >
                {TARGETS.map((target) => (
                  <Option key={target} value={target}>
                    {TARGET_NAMES[target] ?? target}
                  </Option>
                ))}
              </Dropdown>
            </Field>
            {plan.isFetching ? <Waiting /> : plan.data && <Forecast plan={plan.data} ring={ring} />}
            <Refusal error={plan.error} />
          </>
        }
        act={async (reason) => {
          const body = { ...asked, planHash: plan.data?.planHash ?? '', reason };
          const { id } = await ask<Operation>(path('/ring-moves'), { method: 'POST', body });
          setMoving({ id, devices: devices.length, ring });
        }}
        done={clear}
      />
      {moving && (
        <OperationProgress
          key={moving.id}
          service="update-orchestrator"
          id={moving.id}
          over={() => void queries.invalidateQueries({ queryKey: ['update-orchestrator', tenantId] })}
          doing={`Moving ${moving.devices} devices: ${moving.ring}.`}
          done={`Done: ${moving.devices} devices have their new ring on record (${moving.ring}). They hear of it within 24 hours.`}
        />
      )}
    </>
  );
}

/** How the rings look afterwards, and what each device waits for. */
function Forecast({
  plan: { forecast, rings, moves, plan },
  ring: target,
}: {
  readonly plan: Plan;
  readonly ring: string;
}) {
  const styles = useStyles();
  return (
    <>
      <ul className={styles.lines}>
        {[...forecast, ...plan.risks].map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      <Table name="Rings afterwards" heads={['Ring', 'Devices now', 'Afterwards']}>
        {rings.map(({ ring, before, after }) => (
          <tr key={ring}>
            <td>{ring}</td>
            <td>{before.toLocaleString('en')}</td>
            <td>
              {after === before ? (
                after.toLocaleString('en')
              ) : (
                <strong>
                  {after.toLocaleString('en')} ({after > before ? '+' : '−'}
                  {Math.abs(after - before).toLocaleString('en')})
                </strong>
              )}
            </td>
          </tr>
        ))}
      </Table>
      <Body1>What each device waits for:</Body1>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard. */}
      <section className={styles.moves} tabIndex={0} aria-label="Devices">
        <Table name="Devices that move" heads={['Device', 'From', 'To', 'Then']}>
          {moves.map(({ deviceId, name, from, sentence }) => (
            <tr key={deviceId}>
              <td>{name ?? deviceId}</td>
              <td>{from ?? 'none'}</td>
              <td>{target === 'Automatic' ? (from ?? 'none') : target}</td>
              <td>{sentence}</td>
            </tr>
          ))}
        </Table>
      </section>
    </>
  );
}
