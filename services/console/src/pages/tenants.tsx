import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  DialogTrigger,
  Field,
  Input,
  MessageBar,
  MessageBarBody,
} from '@fluentui/react-components';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { tenantEndpoints } from '../../../../shared/contracts/http/tenants.ts';
import { ask, isProblem } from '../api/client.ts';
import type { RowOf } from '../api/types.ts';
import { useDates, useTenantChoice } from '../app/tenant.tsx';
import { pageNames, texts } from '../texts.ts';
import { Grid } from '../ui/grid.tsx';
import { Page } from '../ui/page.tsx';
import { Status } from '../ui/status.tsx';

type Row = RowOf<typeof tenantEndpoints.listTenants>;

export function TenantsPage() {
  const { choose, tenant } = useTenantChoice();
  return (
    <Page title={pageNames.tenants} about="Whom the service is run for." actions={<Enrol />}>
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
  const [isOpen, setOpen] = useState(false);
  const [form, setForm] = useState<Readonly<Record<string, string>>>({});
  const enrolling = useMutation({
    mutationFn: () => {
      const { operator = '', ...rest } = form;
      return ask('/api/v1/tenants', { method: 'POST', body: { ...rest, operators: [{ entraTenantId: operator }] } });
    },
    onSuccess: () => {
      setOpen(false);
      void queries.invalidateQueries();
    },
  });
  return (
    <Dialog open={isOpen} onOpenChange={(_, { open }) => setOpen(open)}>
      <DialogTrigger disableButtonEnhancement>
        <Button appearance="primary">Enrol a tenant</Button>
      </DialogTrigger>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>Enrol a tenant</DialogTitle>
          <DialogContent>
            {FIELDS.map(([field, label, example]) => (
              <Field key={field} label={label} required>
                <Input
                  value={form[field] ?? ''}
                  placeholder={example}
                  onChange={(_, { value }) => setForm({ ...form, [field]: value })}
                />
              </Field>
            ))}
            {enrolling.error ? (
              <MessageBar intent="error">
                <MessageBarBody>
                  {isProblem(enrolling.error)
                    ? `${enrolling.error.message} (${enrolling.error.code})`
                    : texts.unreachable}
                </MessageBarBody>
              </MessageBar>
            ) : null}
          </DialogContent>
          <DialogActions>
            <DialogTrigger disableButtonEnhancement>
              <Button>{texts.cancel}</Button>
            </DialogTrigger>
            <Button appearance="primary" disabled={enrolling.isPending} onClick={() => enrolling.mutate()}>
              Enrol
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
