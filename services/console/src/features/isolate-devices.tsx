import { Button, MessageBar, MessageBarBody } from '@fluentui/react-components';
import { useQueryClient } from '@tanstack/react-query';
import type { isolationEndpoints } from '../../../../shared/contracts/http/isolations.ts';
import { ask } from '../api/client.ts';
import type { AnswerOf } from '../api/types.ts';
import { useTenant, useTenantPath } from '../app/tenant.tsx';
import { AskPlan } from '../ui/ask-plan.tsx';

/** Asks a second person to cut devices of an incident off from the network, by a plan. */
export function IsolateDevices({
  incidentId,
  devices,
  done,
}: {
  readonly incidentId: string;
  readonly devices: readonly string[];
  done?(): void;
}) {
  const { tenantId } = useTenant();
  const path = useTenantPath();
  const queries = useQueryClient();
  const asked = { incidentId, devices };
  const name = devices.length === 1 ? '1 device' : `${devices.length} devices`;
  return (
    <AskPlan
      trigger={
        <Button appearance="primary" disabled={devices.length === 0}>
          Ask to isolate {devices.length || ''}
        </Button>
      }
      title={`Isolate ${name}?`}
      what={
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>A second person has to approve; whoever asks cannot.</MessageBarBody>
        </MessageBar>
      }
      verb="Ask for approval"
      needs="write:security"
      read={async () => {
        const { plan, planHash } = await ask<AnswerOf<typeof isolationEndpoints.planIsolation>>(
          path('/isolations/plan'),
          { method: 'POST', body: asked },
        );
        return { plan: { ...plan, deviceCount: plan.devices.length }, planHash };
      }}
      act={(reason, planHash) => ask(path('/isolations'), { method: 'POST', body: { ...asked, planHash, reason } })}
      done={() => {
        done?.();
        void queries.invalidateQueries({ queryKey: ['security-alert-responder', tenantId] });
      }}
    />
  );
}
