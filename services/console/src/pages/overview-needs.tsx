import { Body1, makeStyles, tokens } from '@fluentui/react-components';
import { CheckmarkCircleRegular, WarningRegular } from '@fluentui/react-icons';
import { Link } from '@tanstack/react-router';
import type { deviceEndpoints } from '../../../../shared/contracts/http/devices.ts';
import type { releaseEndpoints } from '../../../../shared/contracts/http/releases.ts';
import type { securityIncidentEndpoints } from '../../../../shared/contracts/http/security-incidents.ts';
import type { ticketEndpoints } from '../../../../shared/contracts/http/tickets.ts';
import { SERVICE_NAMES } from '../api/services.ts';
import type { RowOf } from '../api/types.ts';
import { type Page as ListPage, useData, useEach } from '../api/use-data.ts';
import { useTenant, useTenantPath } from '../app/tenant.tsx';
import { type AskedOf, Failures, Waiting } from '../ui/states.tsx';

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

/** Everything that waits for a person, over all services; those that do not answer are named. */
export function Needs() {
  const styles = useStyles();
  const { needs, asked } = useNeeds();
  return (
    <>
      <Failures asked={asked} />
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
      {asked.some(({ isPending }) => isPending) && <Waiting />}
      {needs.length === 0 && asked.every(({ data }) => data !== undefined) && (
        <Body1 className={styles.calm}>
          <CheckmarkCircleRegular /> Nothing needs you.
        </Body1>
      )}
    </>
  );
}

interface Need {
  readonly text: string;
  readonly to: string;
  readonly search?: Readonly<Record<string, string>>;
}

const SHOWN = 5;

function useNeeds() {
  const { tenantId } = useTenant();
  const path = useTenantPath();
  const attacks = useData<ListPage<RowOf<typeof securityIncidentEndpoints.listSecurityIncidents>>>(
    'security-alert-responder',
    tenantId,
    path(`/security-incidents?state=new&limit=${SHOWN}`),
  );
  const held = useData<ListPage<RowOf<typeof releaseEndpoints.listReleases>>>(
    'update-orchestrator',
    tenantId,
    path(`/releases?state=held&limit=${SHOWN}`),
  );
  const tickets = useData<ListPage<RowOf<typeof ticketEndpoints.listTickets>>>(
    'ticket-router',
    tenantId,
    path(`/tickets?state=new&limit=${SHOWN}`),
  );
  const failed = useData<ListPage<RowOf<typeof deviceEndpoints.listDevices>>>(
    'device-registration',
    tenantId,
    path('/devices?state=registration-failed&limit=1'),
  );
  const letters = useEach<ListPage<unknown>>(tenantId, '/dead-letters?status=waiting&limit=1');
  const approvals = useEach<ListPage<unknown>>(tenantId, '/approvals?status=waiting&limit=1');
  const plans = approvals.reduce((sum, { data }) => sum + (data?.total ?? 0), 0);
  const needs: Need[] = [
    ...firstOf(attacks.data, { name: 'attacks', to: '/security', search: { state: 'new' } }, (row) => ({
      text: `Attack: ${row.title} (${row.severity})`,
      to: `/security/${row.id}`,
    })),
    ...firstOf(held.data, { name: 'held releases', to: '/releases', search: { state: 'held' } }, ({ id, kb }) => ({
      text: `${kb} is held: read the evidence and decide`,
      to: `/releases/${id}`,
    })),
    ...counted(plans, 'plan waits', 'plans wait', 'for a second person', { to: '/approvals' }),
    ...firstOf(tickets.data, { name: 'tickets', to: '/tickets', search: { state: 'new' } }, (row) => ({
      text: `Ticket (${row.severity}): ${row.title}`,
      to: `/tickets/${row.id}`,
    })),
    ...counted(failed.data?.total, 'device', 'devices', 'could not be registered', {
      to: '/devices',
      search: { state: 'registration-failed' },
    }),
    ...letters.flatMap(({ service, data }) =>
      counted(data?.total, 'message', 'messages', `that ${SERVICE_NAMES[service].toLowerCase()} could not handle`, {
        to: '/dead-letters',
        search: { service, status: 'waiting' },
      }),
    ),
  ];
  const asked: readonly AskedOf[] = [
    { ...attacks, service: 'security-alert-responder' },
    { ...held, service: 'update-orchestrator' },
    { ...tickets, service: 'ticket-router' },
    { ...failed, service: 'device-registration' },
    ...letters,
    ...approvals,
  ];
  return { needs, asked };
}

/** A line for each of the first, and one for the rest, which leads to the list. */
function firstOf<Row>(
  list: ListPage<Row> | undefined,
  { name, ...rest }: { readonly name: string } & Omit<Need, 'text'>,
  needOf: (row: Row) => Need,
): readonly Need[] {
  const { items, total = 0 } = list ?? { items: [] };
  const more = total - items.length;
  return [...items.map(needOf), ...(more > 0 ? [{ ...rest, text: `${more.toLocaleString('en')} more ${name}` }] : [])];
}

function counted(
  count: number | undefined,
  one: string,
  many: string,
  what: string,
  where: Omit<Need, 'text'>,
): readonly Need[] {
  return count ? [{ ...where, text: `${count.toLocaleString('en')} ${count === 1 ? one : many} ${what}` }] : [];
}
