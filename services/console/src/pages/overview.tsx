import { Link } from '@tanstack/react-router';
import type { deviceEndpoints } from '../../../../shared/contracts/http/devices.ts';
import type { healthEndpoints } from '../../../../shared/contracts/http/health.ts';
import type { releaseEndpoints } from '../../../../shared/contracts/http/releases.ts';
import type { ringEndpoints } from '../../../../shared/contracts/http/rings.ts';
import { COLUMN_OF_SIGNAL } from '../api/signals.ts';
import type { AnswerOf, RowOf } from '../api/types.ts';
import { useAll, useData, useRows } from '../api/use-data.ts';
import { useDates, useTenant, useTenantPath } from '../app/tenant.tsx';
import { pageNames } from '../texts.ts';
import { Bars } from '../ui/bars.tsx';
import { Card, Cards, Figure, Figures } from '../ui/card.tsx';
import { Page } from '../ui/page.tsx';
import { Failures, Nothing, Part, Waiting } from '../ui/states.tsx';
import { Status } from '../ui/status.tsx';
import { Needs } from './overview-needs.tsx';

export function OverviewPage() {
  const { tenantId, name } = useTenant();
  const path = useTenantPath();
  const releases = useRows<RowOf<typeof releaseEndpoints.listReleases>>(
    'update-orchestrator',
    tenantId,
    path('/releases?limit=3'),
  );
  const rings = useData<AnswerOf<typeof ringEndpoints.readRings>>('update-orchestrator', tenantId, path('/rings'));
  const health = useData<AnswerOf<typeof healthEndpoints.readHealth>>('health-monitor', tenantId, path('/health'));
  const { date } = useDates();
  return (
    <Page title={pageNames.overview} about={`What ${name} needs from you, and how its fleet is.`}>
      <Card title="What needs you now">
        <Needs />
      </Card>
      <Cards>
        <Card title="Fleet">
          <Fleet />
        </Card>
        <Card title="Rings">
          <Part service="update-orchestrator" asked={rings}>
            {({ rings: all, managed }) => (
              <Figures>
                {all.map(({ ring, devices }) => (
                  <Figure key={ring} value={devices} label={ring} to="/rings" search={{ ring }} />
                ))}
                {managed === 0 && <Nothing>No device has enrolled yet.</Nothing>}
              </Figures>
            )}
          </Part>
        </Card>
        <Card title="Releases">
          <Part service="update-orchestrator" asked={releases}>
            {({ items }) =>
              items.length === 0 ? (
                <Nothing>No release has been taken in yet.</Nothing>
              ) : (
                items.map(({ id, kb, releasedOn, state, updated, eligible }) => (
                  <div key={id}>
                    <Link to="/releases/$releaseId" params={{ releaseId: id }}>
                      {kb}, {date(releasedOn)}
                    </Link>{' '}
                    <Status of={state} />
                    <Bars
                      caption={`${kb}: devices that run it`}
                      bars={[{ label: 'run it', value: updated, of: eligible }]}
                    />
                  </div>
                ))
              )
            }
          </Part>
        </Card>
        <Card title="Health">
          <Part service="health-monitor" asked={health}>
            {({ signals }) => (
              <Figures>
                {signals.map(({ signal, unhealthyDevices }) => (
                  <Figure
                    key={signal}
                    value={unhealthyDevices}
                    label={signal.replaceAll('-', ' ')}
                    to="/health"
                    search={{ [COLUMN_OF_SIGNAL[signal]]: 'unhealthy' }}
                  />
                ))}
              </Figures>
            )}
          </Part>
        </Card>
      </Cards>
    </Page>
  );
}

type DeviceRow = RowOf<typeof deviceEndpoints.listDevices>;

const STATES: readonly (readonly [DeviceRow['state'], string])[] = [
  ['active', 'active'],
  ['ready-for-user', 'wait for their user'],
  ['registration-pending', 'are being registered'],
  ['registration-failed', 'failed'],
  ['inactive', 'inactive'],
];

/** Counted by the very lists that the numbers lead to. */
function Fleet() {
  const { tenantId } = useTenant();
  const path = useTenantPath();
  const asked = useAll<DeviceRow>(
    'device-registration',
    tenantId,
    STATES.map(([state]) => path(`/devices?state=${state}&limit=1`)),
  );
  const isEmpty = asked.every(({ data }) => data?.total === 0);
  return (
    <>
      <Failures asked={asked} />
      {asked.some(({ isPending }) => isPending) && <Waiting />}
      {isEmpty && (
        <Nothing>
          No device yet. <Link to="/import">Import some</Link>.
        </Nothing>
      )}
      <Figures>
        {STATES.map(([state, label], n) => {
          const total = asked[n]?.data?.total;
          return total ? <Figure key={state} value={total} label={label} to="/devices" search={{ state }} /> : null;
        })}
      </Figures>
    </>
  );
}
