import { Link } from '@tanstack/react-router';
import type { ticketEndpoints } from '../../../../shared/contracts/http/tickets.ts';
import type { RowOf } from '../api/types.ts';
import { useDates, useTenantPath } from '../app/tenant.tsx';
import { pageNames } from '../texts.ts';
import { Grid } from '../ui/grid.tsx';
import { Page } from '../ui/page.tsx';
import { Status } from '../ui/status.tsx';

export function TicketsPage() {
  const path = useTenantPath();
  const { moment } = useDates();
  return (
    <Page title={pageNames.tickets} about="What people asked for, and what the service found by itself.">
      <Grid<RowOf<typeof ticketEndpoints.listTickets>>
        service="ticket-router"
        path={path('/tickets')}
        name="tickets"
        filters={[
          {
            field: 'state',
            label: 'State',
            options: ['new', 'assigned', 'working', 'waiting-customer', 'transferred', 'resolved', 'closed'],
          },
          { field: 'severity', label: 'Severity', options: ['A', 'B', 'C'] },
          { field: 'raisedBy', label: 'Raised by', options: ['person', 'service'] },
        ]}
        to={({ id }) => `/tickets/${id}`}
        empty="No ticket is open."
        columns={[
          {
            field: 'title',
            label: 'Ticket',
            width: 3,
            show: ({ id, title }) => (
              <Link to="/tickets/$ticketId" params={{ ticketId: id }}>
                {title}
              </Link>
            ),
          },
          { field: 'severity', label: 'Severity', show: ({ severity }) => <Status of={severity} /> },
          { field: 'state', label: 'State', show: ({ state }) => <Status of={state} /> },
          { field: 'kind', label: 'Kind', show: ({ kind }) => kind },
          { field: 'area', label: 'Area', show: ({ area }) => area },
          { field: 'raisedBy', label: 'Raised by', show: ({ raisedBy }) => raisedBy },
          { field: 'openedAt', label: 'Opened', show: ({ openedAt }) => moment(openedAt) },
        ]}
      />
    </Page>
  );
}
