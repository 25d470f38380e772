import { Body1, makeStyles, tokens } from '@fluentui/react-components';
import type { deviceHealthEndpoints } from '../../../../shared/contracts/http/device-health.ts';
import type { healthEndpoints } from '../../../../shared/contracts/http/health.ts';
import { COLUMN_OF_SIGNAL } from '../api/signals.ts';
import type { AnswerOf, RowOf } from '../api/types.ts';
import { useData } from '../api/use-data.ts';
import { useDates, useTenant, useTenantPath } from '../app/tenant.tsx';
import { pageNames } from '../texts.ts';
import { Card, Cards, Figure, Figures } from '../ui/card.tsx';
import { Told } from '../ui/count.tsx';
import { DeviceLink } from '../ui/device.tsx';
import { Grid } from '../ui/grid.tsx';
import { Page } from '../ui/page.tsx';
import { Part } from '../ui/states.tsx';
import { Status } from '../ui/status.tsx';
import { Trend } from '../ui/trend.tsx';

const STATES = ['healthy', 'unhealthy', 'unknown'];
const useStyles = makeStyles({ quiet: { color: tokens.colorNeutralForeground2 } });

export function HealthPage() {
  const { tenantId } = useTenant();
  const path = useTenantPath();
  const { date, moment } = useDates();
  const styles = useStyles();
  const health = useData<AnswerOf<typeof healthEndpoints.readHealth>>('health-monitor', tenantId, path('/health'));
  return (
    <Page
      title={pageNames.health}
      about={
        health.data?.readAt
          ? `As of ${moment(health.data.readAt)}; crashes are known until ${moment(health.data.dataUntil)}.`
          : 'The fleet is read once a day.'
      }
    >
      <Part service="health-monitor" asked={health}>
        {({ signals }) => (
          <Cards>
            {signals.map(({ signal, state, unhealthyDevices, share, threshold, sentence, trend, learning }) => (
              <Card
                key={signal}
                title={signal === 'bitlocker' ? 'BitLocker' : signal === 'firewall' ? 'Firewall' : 'Stop errors'}
              >
                <Figures>
                  <Figure
                    value={unhealthyDevices}
                    label="devices unhealthy"
                    to="/health"
                    search={{ [COLUMN_OF_SIGNAL[signal]]: 'unhealthy' }}
                  />
                  <div>
                    <Status of={state} />
                    <Body1 className={styles.quiet} block>
                      {share === null
                        ? 'not known yet'
                        : `${(share * 100).toFixed(1)} % healthy, ${Math.round(threshold * 100)} % asked for`}
                      {learning ? ' · learning' : ''}
                    </Body1>
                  </div>
                </Figures>
                <Body1>
                  <Told as="sentence of a service">{sentence}</Told>
                </Body1>
                {trend.length > 1 && (
                  <Trend
                    name={`${signal.replaceAll('-', ' ')}: healthy devices by day`}
                    aim={threshold}
                    points={trend.map(({ day, share: healthy, affected, reporting }) => ({
                      day: date(day),
                      share: healthy ?? undefined,
                      told: `${affected} of ${reporting} affected`,
                    }))}
                  />
                )}
              </Card>
            ))}
          </Cards>
        )}
      </Part>
      <Grid<RowOf<typeof deviceHealthEndpoints.listDeviceHealth>>
        service="health-monitor"
        path={path('/device-health')}
        name="device-health"
        filters={[
          { field: 'stopErrors', label: 'Stop errors', options: STATES },
          { field: 'firewall', label: 'Firewall', options: STATES },
          { field: 'bitlocker', label: 'BitLocker', options: STATES },
        ]}
        to={({ id }) => `/devices/${id}`}
        columns={[
          {
            field: 'deviceName',
            label: 'Device',
            show: ({ id, deviceName }) => <DeviceLink id={id}>{deviceName ?? id}</DeviceLink>,
          },
          { field: 'model', label: 'Model', show: ({ model }) => model },
          { field: 'stopErrors', label: 'Stop errors', show: ({ stopErrors }) => <Status of={stopErrors} /> },
          { field: 'firewall', label: 'Firewall', show: ({ firewall }) => <Status of={firewall} /> },
          { field: 'bitlocker', label: 'BitLocker', show: ({ bitlocker }) => <Status of={bitlocker} /> },
          { field: 'stops30Days', label: 'Stops, 30 days', show: ({ stops30Days }) => stops30Days },
          { field: 'reason', label: 'Why', width: 2.5, show: ({ reason }) => reason },
        ]}
      />
    </Page>
  );
}
