import { Body1, Button, Checkbox } from '@fluentui/react-components';
import { useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import type { isolationEndpoints } from '../../../../shared/contracts/http/isolations.ts';
import type { securityIncidentEndpoints } from '../../../../shared/contracts/http/security-incidents.ts';
import { ask, query } from '../api/client.ts';
import type { AnswerOf, RowOf } from '../api/types.ts';
import { useData, useRows } from '../api/use-data.ts';
import { useDates, useTenant, useTenantPath } from '../app/tenant.tsx';
import { IsolateDevices } from '../features/isolate-devices.tsx';
import { pageNames } from '../texts.ts';
import { Ask } from '../ui/ask.tsx';
import { Card, Cards } from '../ui/card.tsx';
import { Told } from '../ui/count.tsx';
import { DeviceLink, DeviceName } from '../ui/device.tsx';
import { Facts } from '../ui/facts.tsx';
import { Page } from '../ui/page.tsx';
import { PageOfOne } from '../ui/page-of-one.tsx';
import { Nothing, Part } from '../ui/states.tsx';
import { Status } from '../ui/status.tsx';

type Isolation = RowOf<typeof isolationEndpoints.listIsolations>;

export function SecurityIncidentPage() {
  const { incidentId = '' } = useParams({ strict: false });
  const { tenantId } = useTenant();
  const path = useTenantPath();
  const { moment } = useDates();
  const queries = useQueryClient();
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const incident = useData<AnswerOf<typeof securityIncidentEndpoints.readSecurityIncident>>(
    'security-alert-responder',
    tenantId,
    path(`/security-incidents/${incidentId}`),
  );
  const isolations = useRows<Isolation>(
    'security-alert-responder',
    tenantId,
    path(`/isolations${query({ incidentId, limit: 100 })}`),
  );
  const refresh = () => void queries.invalidateQueries({ queryKey: ['security-alert-responder', tenantId] });

  return (
    <PageOfOne kind={pageNames.security} service="security-alert-responder" asked={incident}>
      {(found) => (
        <Page
          title={found.title}
          about={
            <>
              <Status of={found.severity} /> <Status of={found.state} />
            </>
          }
        >
          <Body1>
            <Told as="sentence of a service">{found.sentence}</Told>
          </Body1>
          <Cards>
            <Card title="Devices">
              {found.devices.map((deviceId) => {
                const isIsolated = found.isolated.includes(deviceId);
                return (
                  <div key={deviceId}>
                    <Checkbox
                      label={
                        <>
                          <DeviceName id={deviceId} />
                          {isIsolated && ' (isolated)'}
                        </>
                      }
                      disabled={isIsolated}
                      checked={chosen.includes(deviceId)}
                      onChange={(_, { checked }) =>
                        setChosen(checked ? [...chosen, deviceId] : chosen.filter((each) => each !== deviceId))
                      }
                    />
                    <DeviceLink id={deviceId} incident={incidentId}>
                      Open
                    </DeviceLink>
                  </div>
                );
              })}
              <IsolateDevices incidentId={incidentId} devices={chosen} done={() => setChosen([])} />
            </Card>
            <Card title="Clock">
              <Facts
                of={{
                  'First seen': moment(found.firstSeen),
                  'Last seen': moment(found.lastSeen),
                  'Triage due': moment(found.triageDue),
                  Category: found.category,
                }}
              />
              <Ask
                trigger={<Button>Resolve</Button>}
                title="Is this over?"
                what={<Body1>Its alerts are ended at Microsoft as true positives.</Body1>}
                verb="Resolve"
                act={(comment) =>
                  ask(path(`/security-incidents/${incidentId}/resolve`), {
                    method: 'POST',
                    body: { classification: 'truePositive', comment },
                  })
                }
                done={refresh}
              />
            </Card>
          </Cards>
          <Card title="Isolations">
            <Part service="security-alert-responder" asked={isolations}>
              {({ items }) =>
                items.length === 0 ? (
                  <Nothing>
                    Nothing was isolated. <Link to="/approvals">Approvals</Link> show what waits for a second person.
                  </Nothing>
                ) : (
                  items.map((each) => (
                    <div key={each.id} style={{ display: 'flex', gap: 12, alignItems: 'center' }}>
                      <Status of={each.state} />
                      <Body1>
                        {each.wanted} <DeviceName id={each.deviceId} />, asked by {each.requestedBy} on{' '}
                        {moment(each.requestedAt)}
                        {each.approvedBy ? `, approved by ${each.approvedBy}` : ''}
                      </Body1>
                      {each.wanted === 'isolate' &&
                        each.state === 'confirmed' &&
                        found.isolated.includes(each.deviceId) && (
                          <Ask
                            trigger={<Button size="small">Release</Button>}
                            title={
                              <>
                                Release <DeviceName id={each.deviceId} />?
                              </>
                            }
                            what={<Body1>It is back on the network when it is next on.</Body1>}
                            verb="Release it"
                            act={(reason) =>
                              ask(path(`/isolations/${each.id}/release`), { method: 'POST', body: { reason } })
                            }
                            done={refresh}
                          />
                        )}
                    </div>
                  ))
                )
              }
            </Part>
          </Card>
          <Card title="Alerts">
            {found.alerts.map(({ alertId, title, severity, status, createdAt }) => (
              <div key={alertId} style={{ display: 'flex', gap: 12 }}>
                <Status of={severity} />
                <Body1>
                  {title}, {moment(createdAt)} ({status})
                </Body1>
              </div>
            ))}
          </Card>
        </Page>
      )}
    </PageOfOne>
  );
}
