import { Body1, Button, Tab, TabList } from '@fluentui/react-components';
import { useQueries, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { ask } from '../api/client.ts';
import { SERVICE_NAMES, SERVICES, type Service } from '../api/services.ts';
import type { Page as ListPage } from '../api/use-data.ts';
import { useDates, useTenant } from '../app/tenant.tsx';
import { session } from '../auth/session.ts';
import { pageNames } from '../texts.ts';
import { Ask } from '../ui/ask.tsx';
import { Card } from '../ui/card.tsx';
import { Page } from '../ui/page.tsx';
import { Failure, Nothing } from '../ui/states.tsx';
import { Status } from '../ui/status.tsx';

interface Row {
  readonly id: string;
  readonly requestedAt: string;
  readonly expiresAt: string;
  readonly action: string;
  readonly devices: number;
  readonly requestedBy: string;
  readonly status: string;
}

interface Approval {
  readonly planHash: string;
  readonly plan: { readonly risks: readonly string[]; readonly firstDevices: readonly string[] };
}

type Own = Row & { readonly service: Service };

export function ApprovalsPage() {
  const { tenantId } = useTenant();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { moment } = useDates();
  const view = (useSearch({ strict: false }) as Record<string, string>)['view'] ?? 'waiting';
  const answers = useQueries({
    queries: SERVICES.map((service) => ({
      queryKey: [service, tenantId, 'approvals'],
      queryFn: () => ask<ListPage<Row>>(`/api/v1/${service}/tenants/${tenantId}/approvals?limit=200`),
    })),
  });
  const all = answers.flatMap(({ data }, n) =>
    (data?.items ?? []).map((row): Own => ({ ...row, service: SERVICES[n] ?? 'device-registration' })),
  );
  const me = session()?.name;
  const shown = all.filter(({ status, requestedBy }) =>
    view === 'waiting'
      ? status === 'waiting' && requestedBy !== me
      : view === 'mine'
        ? requestedBy === me
        : status !== 'waiting',
  );
  const decide = async ({ service, id }: Own, verdict: 'approve' | 'reject', reason: string) => {
    const one = `/api/v1/${service}/tenants/${tenantId}/approvals/${id}`;
    const { planHash } = await ask<Approval>(one);
    await ask(`${one}/${verdict}`, { method: 'POST', body: verdict === 'approve' ? { planHash } : { reason } });
  };
  const refresh = (service: Service) => void queries.invalidateQueries({ queryKey: [service, tenantId] });
  return (
    <Page
      title={pageNames.approvals}
      about="What destroys or cuts off needs a second person. Whoever asks cannot be the one who approves."
    >
      <TabList
        selectedValue={view}
        onTabSelect={(_, { value }) => void navigate({ to: '.', search: { view: String(value) } as never })}
      >
        <Tab value="waiting">Waiting for me</Tab>
        <Tab value="mine">Asked by me</Tab>
        <Tab value="history">History</Tab>
      </TabList>
      {answers.map(({ error, refetch }, n) => {
        const service = SERVICES[n];
        return error && service ? (
          <Failure key={service} service={service} error={error} retry={() => void refetch()} />
        ) : null;
      })}
      {shown.length === 0 ? (
        <Nothing>Nothing waits here.</Nothing>
      ) : (
        shown.map((row) => (
          <Card
            key={row.id}
            title={`${row.action.replaceAll('-', ' ')}: ${row.devices} ${row.devices === 1 ? 'device' : 'devices'}`}
          >
            <Body1>
              <Status of={row.status} /> {SERVICE_NAMES[row.service]} · asked by {row.requestedBy} on{' '}
              {moment(row.requestedAt)} · until {moment(row.expiresAt)}
            </Body1>
            {row.status === 'waiting' && (
              <div style={{ display: 'flex', gap: 8 }}>
                <Ask
                  trigger={<Button appearance="primary">Look and approve</Button>}
                  title="Approve this plan?"
                  what={<PlanOf row={row} tenantId={tenantId} />}
                  verb="Approve"
                  needsReason={false}
                  act={() => decide(row, 'approve', '')}
                  done={() => refresh(row.service)}
                />
                <Ask
                  trigger={<Button>Reject</Button>}
                  title="Reject this plan?"
                  what={<Body1>Nothing will be done.</Body1>}
                  verb="Reject"
                  act={(reason) => decide(row, 'reject', reason)}
                  done={() => refresh(row.service)}
                />
              </div>
            )}
          </Card>
        ))
      )}
    </Page>
  );
}

function PlanOf({ row, tenantId }: { readonly row: Own; readonly tenantId: string }) {
  const [answer] = useQueries({
    queries: [
      {
        queryKey: [row.service, tenantId, 'approval', row.id],
        queryFn: () => ask<Approval>(`/api/v1/${row.service}/tenants/${tenantId}/approvals/${row.id}`),
      },
    ],
  });
  if (!answer?.data) return null;
  const { risks, firstDevices } = answer.data.plan;
  return (
    <>
      <Body1 block>Devices: {firstDevices.join(', ')}</Body1>
      <ul>
        {risks.map((risk) => (
          <li key={risk}>{risk}</li>
        ))}
      </ul>
    </>
  );
}
