import { Body1, makeStyles, tokens } from '@fluentui/react-components';
import { CheckmarkCircleRegular, WarningRegular } from '@fluentui/react-icons';
import { useQueries } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { deviceEndpoints } from '../../../../shared/contracts/http/devices.ts';
import type { healthEndpoints } from '../../../../shared/contracts/http/health.ts';
import type { releaseEndpoints } from '../../../../shared/contracts/http/releases.ts';
import type { ringEndpoints } from '../../../../shared/contracts/http/rings.ts';
import type { securityIncidentEndpoints } from '../../../../shared/contracts/http/security-incidents.ts';
import type { ticketEndpoints } from '../../../../shared/contracts/http/tickets.ts';
import { ask } from '../api/client.ts';
import { SERVICE_NAMES, SERVICES } from '../api/services.ts';
import type { AnswerOf, RowOf } from '../api/types.ts';
import { type Page as ListPage, useData, useList } from '../api/use-data.ts';
import { useDates, useTenant, useTenantPath } from '../app/tenant.tsx';
import { pageNames } from '../texts.ts';
import { Bars } from '../ui/bars.tsx';
import { Card, Cards, Figure, Figures } from '../ui/card.tsx';
import { Page } from '../ui/page.tsx';
import { Nothing, Part } from '../ui/states.tsx';
import { Status } from '../ui/status.tsx';

const useStyles = makeStyles({
  needs: { listStyle: 'none', margin: 0, padding: 0, display: 'grid', gap: tokens.spacingVerticalS },
  need: { display: 'flex', gap: tokens.spacingHorizontalS, alignItems: 'center' },
  calm: {
    display: 'flex',
    gap: tokens.spacingHorizontalS,
    alignItems: 'center',
    color: tokens.colorPaletteGreenForeground1,
  },
});

export function OverviewPage() {
  const { tenantId, name } = useTenant();
  const path = useTenantPath();
  const releases = useData<ListPage<RowOf<typeof releaseEndpoints.listReleases>>>(
    'update-orchestrator',
    tenantId,
    path('/releases?limit=5'),
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
                items.slice(0, 3).map(({ id, kb, releasedOn, state, updated, eligible }) => (
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
                    label={signal.replace('-', ' ')}
                    to="/health"
                    search={{ [FIELD[signal]]: 'unhealthy' }}
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

const FIELD = { 'stop-errors': 'stopErrors', firewall: 'firewall', bitlocker: 'bitlocker' } as const;

type DeviceRow = RowOf<typeof deviceEndpoints.listDevices>;

const STATES: readonly (readonly [DeviceRow['state'], string])[] = [
  ['active', 'active'],
  ['ready-for-user', 'wait for their user'],
  ['registration-pending', 'are being registered'],
  ['registration-failed', 'failed'],
  ['inactive', 'inactive'],
];

/** Counted from the very list that each number leads to. */
function Fleet() {
  const { tenantId } = useTenant();
  const path = useTenantPath();
  const answers = useQueries({
    queries: STATES.map(([state]) => ({
      queryKey: ['device-registration', tenantId, 'count', state],
      queryFn: async () => {
        let count = 0;
        let after: string | undefined;
        do {
          const page: ListPage<DeviceRow> = await ask(
            path(`/devices?state=${state}&limit=500${after ? `&after=${encodeURIComponent(after)}` : ''}`),
          );
          count += page.items.length;
          after = page.next;
        } while (after);
        return count;
      },
      staleTime: 30_000,
    })),
  });
  return (
    <Figures>
      {STATES.map(([state, label], n) => {
        const count = answers[n]?.data;
        return count ? <Figure key={state} value={count} label={label} to="/devices" search={{ state }} /> : null;
      })}
      {answers.every(({ data }) => data === 0) && (
        <Nothing>
          No device yet. <Link to="/import">Import some</Link>.
        </Nothing>
      )}
    </Figures>
  );
}

interface Need {
  readonly text: string;
  readonly to: string;
  readonly search?: Readonly<Record<string, string>>;
}

/** Everything that waits for a person, over all services; those that do not answer are named. */
function Needs() {
  const { tenantId } = useTenant();
  const path = useTenantPath();
  const styles = useStyles();
  const held = useList<RowOf<typeof releaseEndpoints.listReleases>>(
    'update-orchestrator',
    tenantId,
    path('/releases'),
    { state: 'held' },
  );
  const attacks = useList<RowOf<typeof securityIncidentEndpoints.listSecurityIncidents>>(
    'security-alert-responder',
    tenantId,
    path('/security-incidents'),
    { state: 'new' },
  );
  const tickets = useList<RowOf<typeof ticketEndpoints.listTickets>>('ticket-router', tenantId, path('/tickets'), {
    state: 'new',
  });
  const failed = useList<DeviceRow>('device-registration', tenantId, path('/devices'), {
    state: 'registration-failed',
  });
  const letters = useQueries({
    queries: SERVICES.map((service) => ({
      queryKey: [service, tenantId, 'waiting-letters'],
      queryFn: () =>
        ask<ListPage<unknown>>(`/api/v1/${service}/tenants/${tenantId}/dead-letters?status=waiting&limit=100`),
    })),
  });
  const approvals = useQueries({
    queries: SERVICES.map((service) => ({
      queryKey: [service, tenantId, 'waiting-approvals'],
      queryFn: () =>
        ask<ListPage<unknown>>(`/api/v1/${service}/tenants/${tenantId}/approvals?status=waiting&limit=100`),
    })),
  });
  const first = <T,>(list: { readonly data?: { readonly pages: readonly ListPage<T>[] } | undefined }) =>
    list.data?.pages[0]?.items ?? [];
  const waitingApprovals = approvals.reduce((sum, { data }) => sum + (data?.items.length ?? 0), 0);
  const needs: Need[] = [
    ...first(attacks).map(({ id, title, severity }) => ({
      text: `Attack: ${title} (${severity})`,
      to: `/security/${id}`,
    })),
    ...first(held).map(({ id, kb }) => ({
      text: `${kb} is held: read the evidence and decide`,
      to: `/releases/${id}`,
    })),
    ...(waitingApprovals > 0
      ? [
          {
            text: `${waitingApprovals} ${waitingApprovals === 1 ? 'plan waits' : 'plans wait'} for a second person`,
            to: '/approvals',
          },
        ]
      : []),
    ...first(tickets)
      .slice(0, 5)
      .map(({ id, title, severity }) => ({ text: `Ticket (${severity}): ${title}`, to: `/tickets/${id}` })),
    ...(first(failed).length > 0
      ? [
          {
            text: `${first(failed).length} devices could not be registered`,
            to: '/devices',
            search: { state: 'registration-failed' },
          },
        ]
      : []),
    ...SERVICES.flatMap((service, n) => {
      const count = letters[n]?.data?.items.length ?? 0;
      return count > 0
        ? [
            {
              text: `${count} messages that ${SERVICE_NAMES[service].toLowerCase()} could not handle`,
              to: '/dead-letters',
              search: { service, status: 'waiting' },
            },
          ]
        : [];
    }),
  ];
  if (needs.length === 0)
    return (
      <Body1 className={styles.calm}>
        <CheckmarkCircleRegular /> Nothing needs you.
      </Body1>
    );
  return (
    <ul className={styles.needs}>
      {needs.map(({ text, to, search = {} }) => (
        <li key={`${to}${text}`} className={styles.need}>
          <WarningRegular aria-hidden />
          <Link to={to} search={search as never}>
            {text}
          </Link>
        </li>
      ))}
    </ul>
  );
}
