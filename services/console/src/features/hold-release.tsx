import { Body1, Button } from '@fluentui/react-components';
import { useQueryClient } from '@tanstack/react-query';
import type { releaseEndpoints } from '../../../../shared/contracts/http/releases.ts';
import { ask } from '../api/client.ts';
import type { AnswerOf } from '../api/types.ts';
import { useTenant, useTenantPath } from '../app/tenant.tsx';
import { AskPlan } from '../ui/ask-plan.tsx';
import { Table } from '../ui/table.tsx';
import { Evidence } from './evidence.tsx';

type Release = AnswerOf<typeof releaseEndpoints.readRelease>;
type Plan = AnswerOf<typeof releaseEndpoints.planPause>;

/** Holds a release before rings that do not have it, or takes that back: by a plan, with its reach and the gate's evidence. */
export function HoldRelease({ release }: { readonly release: Release }) {
  const inStage = (stage: Release['rings'][number]['stage']) =>
    release.rings.filter((each) => each.stage === stage).map(({ ring }) => ring);
  const [waiting, held] = [inStage('waiting'), inStage('held')];
  return (
    <>
      {waiting.length > 0 && <Deed deed="pause" verb="Hold" release={release} rings={waiting} />}
      {held.length > 0 && <Deed deed="resume" verb="Resume" release={release} rings={held} />}
    </>
  );
}

function Deed({
  deed,
  verb,
  release: { releaseId, kb },
  rings,
}: {
  readonly deed: 'pause' | 'resume';
  readonly verb: string;
  readonly release: Release;
  readonly rings: readonly string[];
}) {
  const { tenantId } = useTenant();
  const path = useTenantPath();
  const queries = useQueryClient();
  const own = path(`/releases/${releaseId}/${deed}`);
  return (
    <AskPlan
      trigger={<Button appearance={deed === 'resume' ? 'primary' : 'secondary'}>{verb}</Button>}
      title={`${verb} ${kb}?`}
      verb={`${verb} it`}
      needs="write:service"
      read={async () => {
        const found = await ask<Plan>(`${own}/plan`, { method: 'POST', body: { rings } });
        return { ...found, plan: { ...found.plan, deviceCount: found.plan.devices.length } };
      }}
      more={({ rings: reach, verdict }) => (
        <>
          <Table name="Reach" heads={['Ring', 'Devices it is for', 'Have it already']}>
            {reach.map(({ ring, devices, updated }) => (
              <tr key={ring}>
                <td>{ring}</td>
                <td>{devices.toLocaleString('en')}</td>
                <td>{updated.toLocaleString('en')}</td>
              </tr>
            ))}
          </Table>
          <Body1>What the gate saw:</Body1>
          <Evidence verdict={verdict} />
        </>
      )}
      act={(reason, planHash) => ask(own, { method: 'POST', body: { rings, planHash, reason } })}
      done={() => void queries.invalidateQueries({ queryKey: ['update-orchestrator', tenantId] })}
    />
  );
}
