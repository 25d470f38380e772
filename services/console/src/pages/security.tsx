import { Link } from '@tanstack/react-router';
import type { securityIncidentEndpoints } from '../../../../shared/contracts/http/security-incidents.ts';
import type { RowOf } from '../api/types.ts';
import { useDates, useTenantPath } from '../app/tenant.tsx';
import { pageNames } from '../texts.ts';
import { Grid } from '../ui/grid.tsx';
import { Page } from '../ui/page.tsx';
import { Status } from '../ui/status.tsx';

export function SecurityPage() {
  const path = useTenantPath();
  const { moment } = useDates();
  return (
    <Page title={pageNames.security} about="Attacks on managed devices, and what is done about them.">
      <Grid<RowOf<typeof securityIncidentEndpoints.listSecurityIncidents>>
        service="security-alert-responder"
        path={path('/security-incidents')}
        name="security-incidents"
        filters={[
          { field: 'state', label: 'State', options: ['new', 'in-progress', 'contained', 'resolved'] },
          { field: 'severity', label: 'Severity', options: ['high', 'medium', 'low', 'informational'] },
        ]}
        to={({ id }) => `/security/${id}`}
        empty="No incident. Alerts are looked for every few minutes."
        columns={[
          {
            field: 'title',
            label: 'Incident',
            width: 2.5,
            show: ({ id, title }) => (
              <Link to="/security/$incidentId" params={{ incidentId: id }}>
                {title}
              </Link>
            ),
          },
          { field: 'severity', label: 'Severity', show: ({ severity }) => <Status of={severity} /> },
          { field: 'state', label: 'State', show: ({ state }) => <Status of={state} /> },
          { field: 'devices', label: 'Devices', show: ({ devices }) => devices },
          { field: 'alerts', label: 'Alerts', show: ({ alerts }) => alerts },
          { field: 'lastSeen', label: 'Last seen', show: ({ lastSeen }) => moment(lastSeen) },
          { field: 'triageDue', label: 'Triage due', show: ({ triageDue }) => moment(triageDue) },
        ]}
      />
    </Page>
  );
}
