import { Link } from '@tanstack/react-router';
import type { releaseEndpoints } from '../../../../shared/contracts/http/releases.ts';
import type { RowOf } from '../api/types.ts';
import { useDates, useTenantPath } from '../app/tenant.tsx';
import { pageNames } from '../texts.ts';
import { Grid } from '../ui/grid.tsx';
import { Page } from '../ui/page.tsx';
import { Status } from '../ui/status.tsx';

export function ReleasesPage() {
  const path = useTenantPath();
  const { date } = useDates();
  return (
    <Page title={pageNames.releases} about="Windows updates on their way through the rings.">
      <Grid<RowOf<typeof releaseEndpoints.listReleases>>
        service="update-orchestrator"
        path={path('/releases')}
        name="releases"
        filters={[
          { field: 'state', label: 'State', options: ['under-way', 'held', 'completed', 'superseded'] },
          { field: 'kind', label: 'Kind', options: ['quality', 'out-of-band'] },
        ]}
        to={({ id }) => `/releases/${id}`}
        columns={[
          {
            field: 'releasedOn',
            label: 'Released',
            show: ({ id, releasedOn }) => (
              <Link to="/releases/$releaseId" params={{ releaseId: id }}>
                {date(releasedOn)}
              </Link>
            ),
          },
          {
            field: 'kb',
            label: 'Update',
            show: ({ kb, kind }) => `${kb}${kind === 'out-of-band' ? ' (out of band)' : ''}`,
          },
          { field: 'state', label: 'State', show: ({ state }) => <Status of={state} /> },
          { field: 'first', label: 'First', show: ({ first }) => <Status of={first} /> },
          { field: 'fast', label: 'Fast', show: ({ fast }) => <Status of={fast} /> },
          { field: 'broad', label: 'Broad', show: ({ broad }) => <Status of={broad} /> },
          { field: 'updated', label: 'Devices', show: ({ updated, eligible }) => `${updated} of ${eligible}` },
        ]}
      />
    </Page>
  );
}
