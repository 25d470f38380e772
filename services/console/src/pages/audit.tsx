import { Body1, Button, makeStyles, Tab, TabList, tokens } from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { recordEndpoints } from '../../../../shared/contracts/http/records.ts';
import { ask } from '../api/client.ts';
import { SERVICE_NAMES, SERVICES } from '../api/services.ts';
import type { AnswerOf } from '../api/types.ts';
import { useData } from '../api/use-data.ts';
import { useDates, useTenant } from '../app/tenant.tsx';
import { pageNames } from '../texts.ts';
import { Page } from '../ui/page.tsx';
import { Nothing, Part } from '../ui/states.tsx';

type Endpoints = ReturnType<typeof recordEndpoints>;

const useStyles = makeStyles({
  table: {
    borderCollapse: 'collapse',
    width: '100%',
    backgroundColor: tokens.colorNeutralBackground1,
    '& th, & td': {
      textAlign: 'left',
      padding: '6px 10px',
      borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
      verticalAlign: 'top',
    },
  },
});

export function AuditPage() {
  const { tenantId } = useTenant();
  const navigate = useNavigate();
  const { moment } = useDates();
  const styles = useStyles();
  const search = useSearch({ strict: false }) as Record<string, string>;
  const service = SERVICES.find((each) => each === search['service']) ?? 'device-registration';
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
      <TabList
        selectedValue={service}
        onTabSelect={(_, { value }) => void navigate({ to: '.', search: { service: String(value) } as never })}
      >
        {SERVICES.map((each) => (
          <Tab key={each} value={each}>
            {SERVICE_NAMES[each]}
          </Tab>
        ))}
      </TabList>
      {proof.data && (
        <Body1>
          {proof.data.intact
            ? `Intact: ${proof.data.records} records under ${proof.data.seals} seals.`
            : `BROKEN: ${JSON.stringify(proof.data.first)}`}
        </Body1>
      )}
      <Part service={service} asked={audit}>
        {({ items }) =>
          items.length === 0 ? (
            <Nothing />
          ) : (
            <table className={styles.table}>
              <thead>
                <tr>
                  <th scope="col">When</th>
                  <th scope="col">Who</th>
                  <th scope="col">Did</th>
                  <th scope="col">To</th>
                  <th scope="col">How</th>
                </tr>
              </thead>
              <tbody>
                {items.map(({ aggregate, number, at, actor, action, detail }) => (
                  <tr key={`${aggregate} ${number}`}>
                    <td>{moment(at)}</td>
                    <td>{'name' in actor ? actor.name : actor.id}</td>
                    <td>{action}</td>
                    <td>{aggregate}</td>
                    <td>{detail === undefined ? '' : JSON.stringify(detail)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          )
        }
      </Part>
    </Page>
  );
}
