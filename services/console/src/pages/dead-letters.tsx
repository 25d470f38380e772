import { Body1, Button, Tab, TabList } from '@fluentui/react-components';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { deadLetterEndpoints } from '../../../../shared/contracts/http/dead-letters.ts';
import { ask } from '../api/client.ts';
import type { Service } from '../api/services.ts';
import type { AnswerOf, RowOf } from '../api/types.ts';
import { useData } from '../api/use-data.ts';
import { useDates, useTenant } from '../app/tenant.tsx';
import { pageNames } from '../texts.ts';
import { Ask } from '../ui/ask.tsx';
import { Card } from '../ui/card.tsx';
import { Told } from '../ui/count.tsx';
import { Facts } from '../ui/facts.tsx';
import { Grid } from '../ui/grid.tsx';
import { Page } from '../ui/page.tsx';
import { ServiceTabs, useChosenService } from '../ui/service-tabs.tsx';
import { Part } from '../ui/states.tsx';
import { Status } from '../ui/status.tsx';

type Endpoints = ReturnType<typeof deadLetterEndpoints>;

/** In place of a tenant: what could not be read is nobody's, and is for who runs the service. */
const NOBODY = '-';

/** What a service could not handle: nothing that was accepted is ever dropped. */
export function DeadLettersPage() {
  const { tenantId, name } = useTenant();
  const navigate = useNavigate();
  const { moment } = useDates();
  const search = useSearch({ strict: false }) as Record<string, string>;
  const service = useChosenService();
  const isNobodys = search['of'] === 'no-tenant';
  const path = `/api/v1/${service}/tenants/${isNobodys ? NOBODY : tenantId}/dead-letters`;
  const chosen = search['letter'];
  const go = (change: object) =>
    void navigate({ to: '.', search: ((old: object) => ({ ...old, ...change })) as never });
  return (
    <Page
      title={pageNames.deadLetters}
      about="Messages that a service could not handle. Read why, send again, or put away with a reason."
    >
      <ServiceTabs onChoose={(value) => go({ service: value, letter: undefined })} />
      <TabList
        size="small"
        selectedValue={isNobodys ? 'no-tenant' : ''}
        onTabSelect={(_, { value }) => go({ of: String(value) || undefined, letter: undefined })}
      >
        <Tab value="">Of {name}</Tab>
        <Tab value="no-tenant">Of no tenant</Tab>
      </TabList>
      {chosen && <Letter service={service} path={path} id={chosen} />}
      <Grid<RowOf<Endpoints['listDeadLetters']>>
        key={path}
        service={service}
        path={path}
        name={`dead-letters-${service}`}
        filters={[
          {
            field: 'reason',
            label: 'Reason',
            options: ['malformed', 'unknown-type', 'refused', 'exhausted', 'too-large', 'platform'],
          },
          { field: 'status', label: 'Status', options: ['waiting', 'replayed', 'discarded'] },
        ]}
        empty="No message waits for a person."
        columns={[
          {
            field: 'parkedAt',
            label: 'Since',
            show: ({ id, parkedAt }) => (
              <Button size="small" appearance="transparent" onClick={() => go({ letter: id })}>
                {moment(parkedAt)}
              </Button>
            ),
          },
          { field: 'reason', label: 'Reason', show: ({ reason }) => reason },
          { field: 'status', label: 'Status', show: ({ status }) => <Status of={status} /> },
          { field: 'type', label: 'Message', width: 1.5, show: ({ type }) => type },
          { field: 'error', label: 'What went wrong', width: 3, show: ({ error }) => error },
        ]}
      />
    </Page>
  );
}

function Letter({ service, path, id }: { readonly service: Service; readonly path: string; readonly id: string }) {
  const { tenantId } = useTenant();
  const queries = useQueryClient();
  const letter = useData<AnswerOf<Endpoints['readDeadLetter']>>(service, tenantId, `${path}/${id}`);
  const refresh = () => void queries.invalidateQueries({ queryKey: [service, tenantId] });
  return (
    <Part service={service} asked={letter}>
      {({ reason, error, content, attempt, replays, status }) => (
        <Card title={content.kind === 'event' ? content.event.type : 'Not an event'}>
          <Facts
            of={{
              Reason: reason,
              Error: <Told as="record">{error}</Told>,
              Attempts: <Told as="measure">{attempt}</Told>,
              Replays: replays ? <Told as="measure">{replays}</Told> : undefined,
              Status: <Status of={status.kind} />,
            }}
          />
          <pre data-told="record" style={{ maxHeight: 240, overflow: 'auto', margin: 0 }}>
            {content.kind === 'event' ? JSON.stringify(content.event, null, 2) : content.text}
          </pre>
          {content.kind === 'text' && <Body1>It is no event, so it cannot be sent again.</Body1>}
          {status.kind !== 'discarded' && (
            <div style={{ display: 'flex', gap: 8 }}>
              <Ask
                trigger={
                  <Button appearance="primary" disabled={content.kind === 'text'}>
                    Send again
                  </Button>
                }
                title="Send it again?"
                what={<Body1>To this service alone. What was done already is not done twice.</Body1>}
                verb="Send again"
                needsReason={false}
                act={() => ask(`${path}/${id}/replay`, { method: 'POST' })}
                done={refresh}
              />
              <Ask
                trigger={<Button>Discard</Button>}
                title="Put it away for good?"
                what={<Body1>It will not be handled. The reason stays on record.</Body1>}
                verb="Discard"
                act={(why) => ask(`${path}/${id}/discard`, { method: 'POST', body: { reason: why } })}
                done={refresh}
              />
            </div>
          )}
        </Card>
      )}
    </Part>
  );
}
