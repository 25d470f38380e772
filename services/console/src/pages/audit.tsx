import { Body1, Button } from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { recordEndpoints } from '../../../../shared/contracts/http/records.ts';
import { ask } from '../api/client.ts';
import type { AnswerOf } from '../api/types.ts';
import { useData } from '../api/use-data.ts';
import { useDates, useTenant } from '../app/tenant.tsx';
import { pageNames } from '../texts.ts';
import { Told } from '../ui/count.tsx';
import { Page } from '../ui/page.tsx';
import { Refusal } from '../ui/refusal.tsx';
import { ServiceTabs, useChosenService } from '../ui/service-tabs.tsx';
import { Nothing, Part } from '../ui/states.tsx';
import { Table } from '../ui/table.tsx';

type Endpoints = ReturnType<typeof recordEndpoints>;

export function AuditPage() {
  const { tenantId } = useTenant();
  const navigate = useNavigate();
  const { moment } = useDates();
  const service = useChosenService();
  const path = `/api/v1/${service}/tenants/${tenantId}/audit`;
  const audit = useData<AnswerOf<Endpoints['listAudit']>>(service, tenantId, `${path}?limit=100`);
  const proof = useMutation({ mutationFn: () => ask<AnswerOf<Endpoints['verifyAudit']>>(`${path}/verify`) });
  return (
    <Page
      title={pageNames.audit}
      about="Who did what. Records are chained and sealed: one that is missing or was changed is found."
      actions={
        <Button onClick={() => proof.mutate()} disabled={proof.isPending}>
          Verify
        </Button>
      }
    >
      <ServiceTabs
        onChoose={(value) => {
          proof.reset();
          void navigate({ to: '.', search: { service: value } as never });
        }}
      />
      <Refusal error={proof.error} />
      {proof.data && (
        <Body1>
          <Told as="measure">
            {proof.data.intact
              ? `Intact: ${proof.data.records} records under ${proof.data.seals} seals.`
              : `BROKEN: ${JSON.stringify(proof.data.first)}`}
          </Told>
        </Body1>
      )}
      <Part service={service} asked={audit}>
        {({ items }) =>
          items.length === 0 ? (
            <Nothing />
          ) : (
            <Table name="Audit" heads={['When', 'Who', 'Did', 'To', 'How']}>
              {items.map(({ aggregate, number, at, actor, action, detail }) => (
                <tr key={`${aggregate} ${number}`}>
                  <td>{moment(at)}</td>
                  <td>{'name' in actor ? actor.name : actor.id}</td>
                  <td>{action}</td>
                  <td>{aggregate}</td>
                  <td data-told="record">{detail === undefined ? '' : JSON.stringify(detail)}</td>
                </tr>
              ))}
            </Table>
          )
        }
      </Part>
    </Page>
  );
}
