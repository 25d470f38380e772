import { Link } from '@tanstack/react-router';
import type { deviceEndpoints } from '../../../../shared/contracts/http/devices.ts';
import type { RowOf } from '../api/types.ts';
import { useDates, useTenantPath } from '../app/tenant.tsx';
import { MoveDevices } from '../features/move-devices.tsx';
import { pageNames } from '../texts.ts';
import { DeviceLink } from '../ui/device.tsx';
import { Grid } from '../ui/grid.tsx';
import { Page } from '../ui/page.tsx';
import { SelectionBar, useSelection } from '../ui/selection.tsx';
import { Status } from '../ui/status.tsx';

type Row = RowOf<typeof deviceEndpoints.listDevices>;

const STATES = ['registration-pending', 'registration-failed', 'ready-for-user', 'active', 'inactive'];
const PROFILES = ['Standard', 'SensitiveData', 'PowerUser', 'Kiosk'];

export function DevicesPage() {
  const path = useTenantPath();
  const { date } = useDates();
  const selection = useSelection();
  return (
    <Page title={pageNames.devices} about="Every device of the tenant, from the moment it is taken on.">
      <SelectionBar selection={selection}>
        <MoveDevices size="small" selection={selection} />
      </SelectionBar>
      <Grid<Row>
        service="device-registration"
        path={path('/devices')}
        name="devices"
        selection={selection}
        filters={[
          { field: 'state', label: 'State', options: STATES },
          { field: 'profile', label: 'Profile', options: PROFILES },
        ]}
        to={({ id }) => `/devices/${id}`}
        empty={
          <>
            No device yet. <Link to="/import">Import some</Link>.
          </>
        }
        columns={[
          {
            field: 'name',
            label: 'Name',
            show: ({ id, name, serialNumber }) => <DeviceLink id={id}>{name ?? serialNumber ?? id}</DeviceLink>,
          },
          { field: 'serialNumber', label: 'Serial number', show: ({ serialNumber }) => serialNumber },
          { field: 'state', label: 'State', width: 1.4, show: ({ state }) => <Status of={state} /> },
          { field: 'manufacturer', label: 'Maker', show: ({ manufacturer }) => manufacturer },
          { field: 'model', label: 'Model', width: 1.4, show: ({ model }) => model },
          { field: 'profile', label: 'Profile', show: ({ profile }) => profile },
          { field: 'assignedUser', label: 'User', width: 1.4, show: ({ assignedUser }) => assignedUser },
          { field: 'acceptedAt', label: 'Taken on', show: ({ acceptedAt }) => date(acceptedAt) },
        ]}
      />
    </Page>
  );
}
