import { Body1 } from '@fluentui/react-components';
import { Link } from '@tanstack/react-router';
import type { isolationEndpoints } from '../../../../shared/contracts/http/isolations.ts';
import type { securityIncidentEndpoints } from '../../../../shared/contracts/http/security-incidents.ts';
import { query } from '../api/client.ts';
import type { AnswerOf, RowOf } from '../api/types.ts';
import { useData, useRows } from '../api/use-data.ts';
import { useTenant, useTenantPath } from '../app/tenant.tsx';
import { Card } from '../ui/card.tsx';
import { Told } from '../ui/count.tsx';
import { Part } from '../ui/states.tsx';
import { Status } from '../ui/status.tsx';
import { IsolateDevices } from './isolate-devices.tsx';

const SERVICE = 'security-alert-responder';

/** The incident from which somebody came to a device: what it is, and how the device is cut off. */
export function AttackOnDevice({ incidentId, deviceId }: { readonly incidentId: string; readonly deviceId: string }) {
  const { tenantId } = useTenant();
  const path = useTenantPath();
  const incident = useData<AnswerOf<typeof securityIncidentEndpoints.readSecurityIncident>>(
    SERVICE,
    tenantId,
    path(`/security-incidents/${incidentId}`),
  );
  const isolations = useRows<RowOf<typeof isolationEndpoints.listIsolations>>(
    SERVICE,
    tenantId,
    path(`/isolations${query({ incidentId, deviceId, limit: 1 })}`),
  );
  return (
    <Card title="Attack">
      <Part service={SERVICE} asked={incident}>
        {({ title, severity, sentence, devices }) => (
          <>
            <Body1>
              <Link to="/security/$incidentId" params={{ incidentId }}>
                {title}
              </Link>{' '}
              <Status of={severity} />
            </Body1>
            <Body1>
              <Told as="sentence of a service">{sentence}</Told>
            </Body1>
            <Part service={SERVICE} asked={isolations}>
              {({ items: [latest] }) =>
                latest ? (
                  <Body1>
                    {latest.wanted === 'isolate' ? 'Isolation' : 'Release'}: <Status of={latest.state} />
                  </Body1>
                ) : (
                  devices.includes(deviceId) && (
                    <div>
                      <IsolateDevices incidentId={incidentId} devices={[deviceId]} />
                    </div>
                  )
                )
              }
            </Part>
          </>
        )}
      </Part>
    </Card>
  );
}
