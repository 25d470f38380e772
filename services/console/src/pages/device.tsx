import { Body1, Button, Caption1, makeStyles, Subtitle2, tokens } from '@fluentui/react-components';
import { useQueries } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { deviceEndpoints } from '../../../../shared/contracts/http/devices.ts';
import { ask } from '../api/client.ts';
import { SERVICE_NAMES, SERVICES } from '../api/services.ts';
import type { AnswerOf } from '../api/types.ts';
import { type Page as ListPage, useData } from '../api/use-data.ts';
import { useDates, useTenant, useTenantPath } from '../app/tenant.tsx';
import { Ask } from '../ui/ask.tsx';
import { Card, Cards } from '../ui/card.tsx';
import { Facts } from '../ui/facts.tsx';
import { Page } from '../ui/page.tsx';
import { Failure, Nothing, Part } from '../ui/states.tsx';
import { Status } from '../ui/status.tsx';

type Device = AnswerOf<typeof deviceEndpoints.readDevice>;

interface Entry {
  readonly kind: 'event' | 'audit';
  readonly event?: { readonly type: string; readonly time: string; readonly data: Readonly<Record<string, unknown>> };
  readonly record?: {
    readonly at: string;
    readonly action: string;
    readonly detail?: Readonly<Record<string, unknown>>;
    readonly actor: { readonly kind: string; readonly id: string; readonly name?: string };
  };
}

const useStyles = makeStyles({
  line: { listStyle: 'none', padding: 0, margin: 0, borderLeft: `2px solid ${tokens.colorNeutralStroke1}` },
  entry: { padding: `${tokens.spacingVerticalXS} 0 ${tokens.spacingVerticalS} ${tokens.spacingHorizontalL}` },
  sentence: { fontSize: tokens.fontSizeBase400 },
});

export function DevicePage() {
  const { deviceId = '' } = useParams({ strict: false });
  const { tenantId } = useTenant();
  const path = useTenantPath();
  const { moment } = useDates();
  const styles = useStyles();
  const device = useData<Device>('device-registration', tenantId, path(`/devices/${deviceId}`));
  return (
    <Part service="device-registration" asked={device}>
      {(found) => (
        <Page
          title={found.deviceName ?? found.serialNumber ?? deviceId}
          about={<Status of={found.state.kind} />}
          actions={
            <Ask
              trigger={<Button>Remove</Button>}
              title="Remove this device?"
              what={
                <Body1>
                  It leaves Autopilot, every group and the list. It can be registered again; nothing on it is deleted.
                </Body1>
              }
              verb="Remove it"
              act={(reason) => ask(path(`/devices/${deviceId}/remove`), { method: 'POST', body: { reason } })}
            />
          }
        >
          <Body1 className={styles.sentence}>{found.sentence}</Body1>
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
          <Card title="What happened to it">
            <Timeline tenantId={tenantId} deviceId={deviceId} />
          </Card>
        </Page>
      )}
    </Part>
  );
}

/** One line of all that every service knows. A service that does not answer is named, and the others are shown. */
function Timeline({ tenantId, deviceId }: { readonly tenantId: string; readonly deviceId: string }) {
  const styles = useStyles();
  const { moment } = useDates();
  const answers = useQueries({
    queries: SERVICES.map((service) => ({
      queryKey: [service, tenantId, 'timeline', deviceId],
      queryFn: () =>
        ask<ListPage<Entry>>(`/api/v1/${service}/tenants/${tenantId}/devices/${deviceId}/timeline?limit=100`),
    })),
  });
  const entries = answers
    .flatMap(({ data }, n) =>
      (data?.items ?? []).map((entry) => ({
        ...entry,
        service: SERVICES[n] ?? 'device-registration',
        at: entry.event?.time ?? entry.record?.at ?? '',
      })),
    )
    .sort((a, b) => (a.at < b.at ? 1 : -1));
  return (
    <>
      {answers.map(({ error, refetch }, n) => {
        const service = SERVICES[n];
        return error && service ? (
          <Failure key={service} service={service} error={error} retry={() => void refetch()} />
        ) : null;
      })}
      {entries.length === 0 ? (
        <Nothing />
      ) : (
        <ol className={styles.line}>
          {entries.map((entry, n) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: entries have no id of their own, and are never reordered.
            <li key={n} className={styles.entry}>
              <Subtitle2>{titleOf(entry)}</Subtitle2>
              <br />
              <Body1>
                {String(
                  entry.event?.data['sentence'] ??
                    entry.event?.data['reason'] ??
                    entry.record?.detail?.['reason'] ??
                    '',
                )}
              </Body1>
              <div>
                <Caption1>
                  {moment(entry.at)} · {SERVICE_NAMES[entry.service]}
                  {entry.record ? ` · by ${entry.record.actor.name ?? entry.record.actor.id}` : ''}
                </Caption1>
              </div>
            </li>
          ))}
        </ol>
      )}
    </>
  );
}

/** `omd.device.ring-assigned.v1` as people say it. */
function titleOf({ event, record }: Entry): string {
  const name = event ? event.type.replace(/^omd\./, '').replace(/\.v\d+$/, '') : (record?.action ?? '');
  const ring = event?.data['ring'];
  const words = name.replaceAll(/[.-]/g, ' ');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}${typeof ring === 'string' ? `: ${ring}` : ''}`;
}
