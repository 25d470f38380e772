import { Body1 } from '@fluentui/react-components';
import type { ringEndpoints } from '../../../../shared/contracts/http/rings.ts';
import type { AnswerOf, RowOf } from '../api/types.ts';
import { useData } from '../api/use-data.ts';
import { useDates, useTenant, useTenantPath } from '../app/tenant.tsx';
import { MoveDevices } from '../features/move-devices.tsx';
import { pageNames } from '../texts.ts';
import { Card, Cards, Figure, Figures } from '../ui/card.tsx';
import { Count, Told } from '../ui/count.tsx';
import { DeviceLink } from '../ui/device.tsx';
import { Distribution } from '../ui/distribution.tsx';
import { Facts } from '../ui/facts.tsx';
import { Grid } from '../ui/grid.tsx';
import { Page } from '../ui/page.tsx';
import { SelectionBar, useSelection } from '../ui/selection.tsx';
import { Part } from '../ui/states.tsx';
import { Status } from '../ui/status.tsx';

export function RingsPage() {
  const { tenantId } = useTenant();
  const path = useTenantPath();
  const { moment } = useDates();
  const selection = useSelection();
  const rings = useData<AnswerOf<typeof ringEndpoints.readRings>>('update-orchestrator', tenantId, path('/rings'));
  return (
    <Page title={pageNames.rings} about="Which devices get an update first, and which only once it has proved itself.">
      <Part service="update-orchestrator" asked={rings}>
        {({ rings: all, managed, drift, driftAt }) => (
          <>
            <Cards>
              {all.map(({ ring, share, devices, pinned, pending, deferral, deadline, grace, paused }) => (
                <Card key={ring} title={ring}>
                  <Figures>
                    <Figure
                      value={devices}
                      label={share === null ? 'devices, put there by people' : 'devices'}
                      aim={
                        share !== null && (
                          <Told as="aim">{`; ${Math.round(share * managed)} wanted (${Math.round(share * 100)} %)`}</Told>
                        )
                      }
                      to="/rings"
                      search={{ ring }}
                    />
                  </Figures>
                  <Facts
                    of={{
                      Pinned: pinned ? (
                        <Count number={pinned} to="/rings" search={{ ring, assignedBy: 'admin' }} />
                      ) : undefined,
                      'On their way': pending ? (
                        <Count number={pending} to="/rings" search={{ ring, pending: 'true' }} />
                      ) : undefined,
                      Policy: (
                        <Told as="setting">
                          {`offered after ${deferral} days, restart forced after ${deadline} more, ${grace} days for who returns`}
                        </Told>
                      ),
                      Updates: paused ? 'shut until the gate opens' : undefined,
                    }}
                  />
                </Card>
              ))}
            </Cards>
            {managed > 0 && (
              <Distribution
                name="Devices by ring"
                slices={all.map(({ ring, devices, share }) => ({ name: ring, count: devices, aim: share }))}
              />
            )}
            {drift.length > 0 && (
              <Body1>
                Put right on {moment(driftAt)}:{' '}
                {drift.map(({ ring, setting, found }) => `${ring} ${setting} was ${found}`).join('; ')}.
              </Body1>
            )}
          </>
        )}
      </Part>
      <SelectionBar selection={selection}>
        <MoveDevices size="small" selection={selection} />
      </SelectionBar>
      <Grid<RowOf<typeof ringEndpoints.listRingAssignments>>
        service="update-orchestrator"
        path={path('/ring-assignments')}
        name="ring-assignments"
        selection={selection}
        filters={[
          { field: 'ring', label: 'Ring', options: ['Test', 'First', 'Fast', 'Broad'] },
          { field: 'assignedBy', label: 'Assigned by', options: ['auto', 'admin', 'repair'] },
          { field: 'pending', label: 'On its way', options: ['true', 'false'] },
        ]}
        to={({ id }) => `/devices/${id}`}
        columns={[
          {
            field: 'name',
            label: 'Device',
            show: ({ id, name }) => <DeviceLink id={id}>{name ?? id}</DeviceLink>,
          },
          { field: 'ring', label: 'Ring', show: ({ ring }) => ring },
          {
            field: 'assignedBy',
            label: 'Assigned by',
            show: ({ assignedBy, pending }) => (
              <>
                {assignedBy} {pending ? <Status of="in-progress" /> : null}
              </>
            ),
          },
          { field: 'model', label: 'Model', show: ({ model }) => model },
          { field: 'reason', label: 'Why', width: 3, show: ({ reason }) => reason },
        ]}
      />
    </Page>
  );
}
