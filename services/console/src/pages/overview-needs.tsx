import { Body1, makeStyles, tokens } from '@fluentui/react-components';
import { CheckmarkCircleRegular, WarningRegular } from '@fluentui/react-icons';
import { Link } from '@tanstack/react-router';
import type { approvalEndpoints } from '../../../../shared/contracts/http/approvals.ts';
import type { deviceEndpoints } from '../../../../shared/contracts/http/devices.ts';
import type { releaseEndpoints } from '../../../../shared/contracts/http/releases.ts';
import type { securityIncidentEndpoints } from '../../../../shared/contracts/http/security-incidents.ts';
import type { ticketEndpoints } from '../../../../shared/contracts/http/tickets.ts';
import { SERVICE_NAMES } from '../api/services.ts';
import type { RowOf } from '../api/types.ts';
import { type Page as ListPage, useEachRows, useRows } from '../api/use-data.ts';
import { useTenant, useTenantPath } from '../app/tenant.tsx';
import { signedIn } from '../auth/sign-in.ts';
import { Count, type ListAddress } from '../ui/count.tsx';
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
        {needs.map(({ text, number, to, search = {} }) => (
          <li key={`${to}${text}`} className={styles.need}>
            <WarningRegular aria-hidden />
            {number === undefined ? (
              <Link to={to} search={search as never}>
                {text}
              </Link>
            ) : (
              <Count number={number} to={to} search={search}>
                {text}
              </Count>
            )}
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

interface Need extends ListAddress {
  readonly text: string;
  /** How many rows the list has, when the text says so. */
  readonly number?: number;
}

const SHOWN = 5;

function useNeeds() {
  const { tenantId } = useTenant();
  const path = useTenantPath();
  const attacks = useRows<RowOf<typeof securityIncidentEndpoints.listSecurityIncidents>>(
    'security-alert-responder',
    tenantId,
    path(`/security-incidents?state=new&limit=${SHOWN}`),
  );
  // Somebody has begun with these, and not all of their devices are cut off.
  const fought = useRows<RowOf<typeof securityIncidentEndpoints.listSecurityIncidents>>(
    'security-alert-responder',
    tenantId,
    path(`/security-incidents?state=in-progress&limit=${SHOWN}`),
  );
  const held = useRows<RowOf<typeof releaseEndpoints.listReleases>>(
    'update-orchestrator',
    tenantId,
    path(`/releases?state=held&limit=${SHOWN}`),
  );
  const tickets = useRows<RowOf<typeof ticketEndpoints.listTickets>>(
    'ticket-router',
    tenantId,
    path(`/tickets?state=new&limit=${SHOWN}`),
  );
  const failed = useRows<RowOf<typeof deviceEndpoints.listDevices>>(
    'device-registration',
    tenantId,
    path('/devices?state=registration-failed&limit=1'),
  );
  const letters = useEachRows<unknown>(tenantId, '/dead-letters?status=waiting&limit=1');
  const approvals = useEachRows<RowOf<ReturnType<typeof approvalEndpoints>['listApprovals']>>(
    tenantId,
    '/approvals?status=waiting&limit=200',
  );
  const me = signedIn().session()?.name;
  const plans = approvals
    .flatMap(({ data }) => data?.items ?? [])
    .filter(({ requestedBy }) => requestedBy !== me).length;
  const needs: Need[] = [
    ...firstOf(attacks.data, { name: 'new attacks', to: '/security', search: { state: 'new' } }, (row) => ({
      text: `Attack: ${row.title} (${row.severity})`,
      to: `/security/${row.id}`,
    })),
    ...firstOf(
      fought.data,
      { name: 'attacks under way', to: '/security', search: { state: 'in-progress' } },
      (row) => ({
        text: `Attack under way: ${row.title} (${row.severity})`,
        to: `/security/${row.id}`,
      }),
    ),
    ...firstOf(held.data, { name: 'held releases', to: '/releases', search: { state: 'held' } }, ({ id, kb }) => ({
      text: `${kb} is held: read the evidence and decide`,
      to: `/releases/${id}`,
    })),
    ...counted(plans, 'plan waits', 'plans wait', 'for a second person', { to: '/approvals' }),
    ...firstOf(tickets.data, { name: 'new tickets', to: '/tickets', search: { state: 'new' } }, (row) => ({
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
    { ...fought, service: 'security-alert-responder' },
    { ...held, service: 'update-orchestrator' },
    { ...tickets, service: 'ticket-router' },
    { ...failed, service: 'device-registration' },
    ...letters,
    ...approvals,
  ];
  return { needs, asked };
}

/** A line for each of the first, and one that leads to all, when there are more. */
function firstOf<Row>(
  list: ListPage<Row> | undefined,
  { name, ...rest }: { readonly name: string } & Omit<Need, 'text'>,
  needOf: (row: Row) => Need,
): readonly Need[] {
  const { items, total = 0 } = list ?? { items: [] };
  const all = { ...rest, number: total, text: `All ${total.toLocaleString('en')} ${name}` };
  return [...items.map(needOf), ...(total > items.length ? [all] : [])];
}

function counted(
  count: number | undefined,
  one: string,
  many: string,
  what: string,
  where: Omit<Need, 'text'>,
): readonly Need[] {
  return count
    ? [{ ...where, number: count, text: `${count.toLocaleString('en')} ${count === 1 ? one : many} ${what}` }]
    : [];
}
