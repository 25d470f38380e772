import { Body1 } from '@fluentui/react-components';
import type { serviceEndpoints } from '../../../../shared/contracts/http/service-endpoints.ts';
import { SERVICE_NAMES } from '../api/services.ts';
import type { AnswerOf } from '../api/types.ts';
import { useEach } from '../api/use-data.ts';
import { Card } from '../ui/card.tsx';
import { Failures, Nothing } from '../ui/states.tsx';
import { Table } from '../ui/table.tsx';

type Status = AnswerOf<ReturnType<typeof serviceEndpoints>['readTenantStatus']>;

/** What an administrator of the tenant has not granted, by service: each goes on with what it may. */
export function MicrosoftAccess({ tenantId, name }: { readonly tenantId: string; readonly name: string }) {
  const asked = useEach<Status>(tenantId, '/status');
  const lines = asked.flatMap(({ service, data }) => {
    const { missing = [], refused = [] } = data?.microsoft ?? {};
    return [
      ...refused.map(({ api, why }) => ({ service, api, what: `lets the service in to nothing: ${why}` })),
      ...missing.map(({ api, name: permission }) => ({ service, api, what: `${permission} is not granted` })),
    ];
  });
  const answered = asked.filter(({ data }) => data?.microsoft);
  const readOnly = answered.length > 0 && answered.every(({ data }) => data?.microsoft?.writes === 'not-allowed');
  return (
    <Card title={`What Microsoft lets the services do in ${name}`}>
      <Failures asked={asked} />
      {readOnly && <Body1>This installation only reads: nothing is changed in any tenant.</Body1>}
      {lines.length === 0 && answered.length > 0 && <Nothing>Everything that they need is granted.</Nothing>}
      {lines.length > 0 && (
        <Table name="Missing permissions" heads={['Service', 'API', 'What is missing']}>
          {lines.map(({ service, api, what }) => (
            <tr key={`${service} ${api} ${what}`}>
              <td>{SERVICE_NAMES[service]}</td>
              <td>{api}</td>
              <td>{what}</td>
            </tr>
          ))}
        </Table>
      )}
    </Card>
  );
}
