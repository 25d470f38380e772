import { Body1, Button, Caption1, Tab, TabList } from '@fluentui/react-components';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { approvalEndpoints } from '../../../../shared/contracts/http/approvals.ts';
import { ask } from '../api/client.ts';
import { SERVICE_NAMES, type Service } from '../api/services.ts';
import type { AnswerOf, RowOf } from '../api/types.ts';
import { useEachRows } from '../api/use-data.ts';
import { useDates, useTenant } from '../app/tenant.tsx';
import { signedIn } from '../auth/sign-in.ts';
import { pageNames, texts } from '../texts.ts';
import { Ask } from '../ui/ask.tsx';
import { AskPlan } from '../ui/ask-plan.tsx';
import { Card } from '../ui/card.tsx';
import { Told } from '../ui/count.tsx';
import { Page } from '../ui/page.tsx';
import { Failures, Nothing, Waiting } from '../ui/states.tsx';
import { Status } from '../ui/status.tsx';

type Endpoints = ReturnType<typeof approvalEndpoints>;

export function ApprovalsPage() {
  const { tenantId } = useTenant();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { moment } = useDates();
  const view = (useSearch({ strict: false }) as Record<string, string>)['view'] ?? 'waiting';
  // Asked for by their state, so that however many were decided, none that waits is left out.
  const answers = useEachRows<RowOf<Endpoints['listApprovals']>>(
    tenantId,
    `/approvals?limit=200${view === 'waiting' ? '&status=waiting' : ''}`,
  );
  const all = answers.flatMap(({ service, data }) => (data?.items ?? []).map((row) => ({ ...row, service })));
  const me = signedIn().session()?.name;
  const shown = all.filter(({ status, requestedBy }) =>
    view === 'waiting'
      ? status === 'waiting' && requestedBy !== me
      : view === 'mine'
        ? requestedBy === me
        : status !== 'waiting',
  );
  const read = async (one: string) => {
    const { plan, planHash } = await ask<AnswerOf<Endpoints['readApproval']>>(one);
    return { plan: { ...plan, devices: plan.firstDevices }, planHash };
  };
  const own = ({ service, id }: { readonly service: Service; readonly id: string }) =>
    `/api/v1/${service}/tenants/${tenantId}/approvals/${id}`;
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
      <Caption1 role="status" data-total={shown.length}>
        {shown.length.toLocaleString('en')} {shown.length === 1 ? texts.row : texts.rows}
      </Caption1>
      <Failures asked={answers} />
      {answers.some(({ isPending }) => isPending) && <Waiting />}
      {shown.length === 0 && answers.every(({ data }) => data !== undefined) && <Nothing>Nothing waits here.</Nothing>}
      {shown.map((row) => (
        <Card key={row.id} title={row.action.replaceAll('-', ' ')}>
          <Body1>
            <Status of={row.status} />{' '}
            <Told as="record">
              {row.devices} {row.devices === 1 ? 'device' : 'devices'}
            </Told>{' '}
            · {SERVICE_NAMES[row.service]} · asked by {row.requestedBy} on {moment(row.requestedAt)} · until{' '}
            {moment(row.expiresAt)}
          </Body1>
          {row.status === 'waiting' && (
            <div style={{ display: 'flex', gap: 8 }}>
              <AskPlan
                trigger={<Button appearance="primary">Look and approve</Button>}
                title="Approve this plan?"
                read={() => read(own(row))}
                verb="Approve"
                needs="write:approvals"
                needsReason={false}
                act={(_, planHash) => ask(`${own(row)}/approve`, { method: 'POST', body: { planHash } })}
                done={() => refresh(row.service)}
              />
              <Ask
                trigger={<Button>Reject</Button>}
                title="Reject this plan?"
                what={<Body1>Nothing will be done.</Body1>}
                verb="Reject"
                needs="write:approvals"
                act={(reason) => ask(`${own(row)}/reject`, { method: 'POST', body: { reason } })}
                done={() => refresh(row.service)}
              />
            </div>
          )}
        </Card>
      ))}
    </Page>
  );
}
