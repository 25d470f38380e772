import { Body1 } from '@fluentui/react-components';
import { useParams } from '@tanstack/react-router';
import type { ticketEndpoints } from '../../../../shared/contracts/http/tickets.ts';
import type { AnswerOf } from '../api/types.ts';
import { useData } from '../api/use-data.ts';
import { useDates, useTenant, useTenantPath } from '../app/tenant.tsx';
import { pageNames } from '../texts.ts';
import { Card, Cards } from '../ui/card.tsx';
import { Told } from '../ui/count.tsx';
import { DeviceLink } from '../ui/device.tsx';
import { Facts } from '../ui/facts.tsx';
import { Page } from '../ui/page.tsx';
import { PageOfOne } from '../ui/page-of-one.tsx';
import { Status } from '../ui/status.tsx';

export function TicketPage() {
  const { ticketId = '' } = useParams({ strict: false });
  const { tenantId } = useTenant();
  const path = useTenantPath();
  const { moment } = useDates();
  const ticket = useData<AnswerOf<typeof ticketEndpoints.readTicket>>(
    'ticket-router',
    tenantId,
    path(`/tickets/${ticketId}`),
  );
  return (
    <PageOfOne kind={pageNames.tickets} service="ticket-router" asked={ticket}>
      {(found) => (
        <Page
          title={found.title}
          about={
            <>
              <Status of={found.severity} /> <Status of={found.state} />
            </>
          }
        >
          <Body1 style={{ whiteSpace: 'pre-wrap' }}>
            <Told as="sentence of a service">{found.description}</Told>
          </Body1>
          <Cards>
            <Card title="The ticket">
              <Facts
                of={{
                  Kind: found.kind,
                  Area: found.area,
                  'Raised by': found.raisedBy,
                  Opened: moment(found.openedAt),
                  Resolved: moment(found.resolvedAt),
                  Incident: found.incidentId,
                  Resolution: found.resolution && <Told as="sentence of a service">{found.resolution}</Told>,
                }}
              />
            </Card>
            <Card title="Devices">
              {found.devices.length === 0 ? (
                <Body1>None in particular.</Body1>
              ) : (
                found.devices.map((deviceId) => <DeviceLink key={deviceId} id={deviceId} />)
              )}
            </Card>
          </Cards>
        </Page>
      )}
    </PageOfOne>
  );
}
