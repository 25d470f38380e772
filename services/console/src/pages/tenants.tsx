import { Button, Field, Input } from '@fluentui/react-components';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { tenantEndpoints } from '../../../../shared/contracts/http/tenants.ts';
import { ask } from '../api/client.ts';
import type { RowOf } from '../api/types.ts';
import { useDates, useTenantChoice } from '../app/tenant.tsx';
import { pageNames } from '../texts.ts';
import { ActDialog } from '../ui/act-dialog.tsx';
import { Grid } from '../ui/grid.tsx';
import { Page } from '../ui/page.tsx';
import { Status } from '../ui/status.tsx';
import { MicrosoftAccess } from './microsoft-access.tsx';

type Row = RowOf<typeof tenantEndpoints.listTenants>;

export function TenantsPage() {
  const { choose, tenant } = useTenantChoice();
  return (
    <Page title={pageNames.tenants} about="Whom the service is run for." actions={<Enrol />}>
      {tenant && <MicrosoftAccess tenantId={tenant.tenantId} name={tenant.name} />}
      {tenant && <List choose={choose} />}
    </Page>
  );
}

function List({ choose }: { choose(tenantId: string): void }) {
  const { date } = useDates();
  return (
    <Grid<Row>
      service="device-registration"
      path="/api/v1/tenants"
      name="tenants"
      columns={[
        {
          field: 'name',
          label: 'Name',
          show: ({ name, tenantId }) => (
            <Button size="small" appearance="transparent" onClick={() => choose(tenantId)}>
              {name}
            </Button>
          ),
        },
        { field: 'state', label: 'State', show: ({ state }) => <Status of={state} /> },
        { field: 'region', label: 'Region', show: ({ region }) => region },
        { field: 'timeZone', label: 'Time zone', show: ({ timeZone }) => timeZone },
        { field: 'enrolledAt', label: 'Enrolled', show: ({ enrolledAt }) => date(enrolledAt) },
        { field: 'tenantId', label: 'Entra tenant', width: 1.6, show: ({ tenantId }) => tenantId },
      ]}
    />
  );
}

const FIELDS = [
  ['name', 'Name', 'Fabrikam'],
  ['entraTenantId', 'Entra tenant id', '00000000-0000-0000-0000-000000000000'],
  ['region', 'Region', 'westeurope'],
  ['timeZone', 'Time zone', 'Europe/Berlin'],
  ['dataResidency', 'Data residency', 'EU'],
  ['operator', 'Operated by (Entra tenant id)', '00000000-0000-0000-0000-000000000001'],
] as const;

function Enrol() {
  const queries = useQueryClient();
  const [form, setForm] = useState<Readonly<Record<string, string>>>({});
  const { operator = '', ...rest } = form;
  return (
    <ActDialog
      trigger={<Button appearance="primary">Enrol a tenant</Button>}
      title="Enrol a tenant"
      verb="Enrol"
      needs="enrol:tenants"
      act={() =>
        ask('/api/v1/tenants', { method: 'POST', body: { ...rest, operators: [{ entraTenantId: operator }] } })
      }
      done={() => void queries.invalidateQueries()}
    >
      {FIELDS.map(([field, label, example]) => (
        <Field key={field} label={label} required>
          <Input
            value={form[field] ?? ''}
            placeholder={example}
            onChange={(_, { value }) => setForm({ ...form, [field]: value })}
          />
        </Field>
      ))}
    </ActDialog>
  );
}
