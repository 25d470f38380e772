import { Body1, Button, makeStyles, tokens } from '@fluentui/react-components';
import { Link, useParams, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { deviceEndpoints } from '../../../../shared/contracts/http/devices.ts';
import { ask } from '../api/client.ts';
import type { AnswerOf } from '../api/types.ts';
import { useData } from '../api/use-data.ts';
import { useDates, useTenant, useTenantPath } from '../app/tenant.tsx';
import { AttackOnDevice } from '../features/attack-on-device.tsx';
import { MoveDevices } from '../features/move-devices.tsx';
import { pageNames } from '../texts.ts';
import { Ask } from '../ui/ask.tsx';
import { Card, Cards } from '../ui/card.tsx';
import { Told } from '../ui/count.tsx';
import { Facts } from '../ui/facts.tsx';
import { Page } from '../ui/page.tsx';
import { PageOfOne } from '../ui/page-of-one.tsx';
import { Status } from '../ui/status.tsx';
import { Timeline } from './device-timeline.tsx';

type Device = AnswerOf<typeof deviceEndpoints.readDevice>;

const useStyles = makeStyles({ sentence: { fontSize: tokens.fontSizeBase400 } });

export function DevicePage() {
  const { deviceId = '' } = useParams({ strict: false });
  const { tenantId } = useTenant();
  const path = useTenantPath();
  const { moment } = useDates();
  const styles = useStyles();
  const { incident } = useSearch({ strict: false }) as Readonly<Record<string, string>>;
  const itself = useMemo(() => ({ chosen: new Set([deviceId]), clear: () => undefined }), [deviceId]);
  const device = useData<Device>('device-registration', tenantId, path(`/devices/${deviceId}`));
  const history = (
    <Card title="What happened to it">
      <Timeline deviceId={deviceId} />
    </Card>
  );
  return (
    <PageOfOne kind={pageNames.devices} service="device-registration" asked={device} beside={history}>
      {(found) => (
        <Page
          title={found.deviceName ?? found.serialNumber ?? deviceId}
          about={<Status of={found.state.kind} />}
          actions={
            <>
              <MoveDevices selection={itself} />
              <Ask
                trigger={<Button>Remove</Button>}
                title="Remove this device?"
                what={
                  <Body1>
                    It leaves Autopilot, every group and the list. It can be registered again; nothing on it is deleted.
                  </Body1>
                }
                verb="Remove it"
                needs="write:service"
                act={(reason) => ask(path(`/devices/${deviceId}/remove`), { method: 'POST', body: { reason } })}
              />
            </>
          }
        >
          <Body1 className={styles.sentence}>
            <Told as="sentence of a service">{found.sentence}</Told>
          </Body1>
          {incident && <AttackOnDevice incidentId={incident} deviceId={deviceId} />}
          <Cards>
            <Card title="The device">
              <Facts
                of={{
                  'Serial number': found.serialNumber,
                  Maker: found.manufacturer,
                  Model: found.model,
                  Profile: found.profile,
                  'Group tag': found.groupTag,
                  User: found.assignedUser,
                  'Taken on': moment(found.acceptedAt),
                  'In Intune': found.managedDeviceId,
                  'In Entra': found.entraDeviceId,
                }}
              />
            </Card>
            <Card title="What the others know">
              <Facts
                of={{
                  Ring: (
                    <Link to="/rings" search={{ search: found.deviceName ?? '' } as never}>
                      Its ring
                    </Link>
                  ),
                  Updates: (
                    <Link to="/updates" search={{ search: found.deviceName ?? '' } as never}>
                      Its Windows update
                    </Link>
                  ),
                  Health: (
                    <Link to="/health" search={{ search: found.deviceName ?? '' } as never}>
                      Its health
                    </Link>
                  ),
                }}
              />
            </Card>
          </Cards>
          {history}
        </Page>
      )}
    </PageOfOne>
  );
}
