import type { updateStatusEndpoints } from '../../../../shared/contracts/http/update-status.ts';
import type { RowOf } from '../api/types.ts';
import { useDates, useTenantPath } from '../app/tenant.tsx';
import { DeviceLink } from '../ui/device.tsx';
import { Grid } from '../ui/grid.tsx';
import { Page } from '../ui/page.tsx';
import { Status } from '../ui/status.tsx';

const STATUSES = ['up-to-date', 'in-progress', 'waiting', 'held', 'failed', 'not-reachable', 'not-for-it', 'no-ring'];

export function UpdatesPage() {
  const path = useTenantPath();
  const { date } = useDates();
  return (
    <Page title="Windows updates by device" about="How each device stands with the release that is under way, and why.">
      <Grid<RowOf<typeof updateStatusEndpoints.listUpdateStatus>>
        service="update-orchestrator"
        path={path('/update-status')}
        name="update-status"
        filters={[
          { field: 'status', label: 'Status', options: STATUSES },
          { field: 'ring', label: 'Ring', options: ['Test', 'First', 'Fast', 'Broad'] },
          { field: 'eligible', label: 'Counts for the goal', options: ['true', 'false'] },
        ]}
        to={({ id }) => `/devices/${id}`}
        columns={[
          {
            field: 'name',
            label: 'Device',
            show: ({ id, name }) => <DeviceLink id={id}>{name ?? id}</DeviceLink>,
          },
          { field: 'ring', label: 'Ring', show: ({ ring }) => ring },
          { field: 'status', label: 'Status', show: ({ status }) => <Status of={status} /> },
          { field: 'osVersion', label: 'Build', show: ({ osVersion }) => osVersion },
          { field: 'lastSeen', label: 'Last seen', show: ({ lastSeen }) => date(lastSeen) },
          { field: 'reason', label: 'Why', width: 3, show: ({ reason }) => reason },
        ]}
      />
    </Page>
  );
}
