import { Body1, MessageBar, MessageBarBody, makeStyles, tokens } from '@fluentui/react-components';
import { Link, useParams } from '@tanstack/react-router';
import type { releaseEndpoints } from '../../../../shared/contracts/http/releases.ts';
import type { AnswerOf } from '../api/types.ts';
import { useData } from '../api/use-data.ts';
import { useDates, useTenant, useTenantPath } from '../app/tenant.tsx';
import { Evidence } from '../features/evidence.tsx';
import { HoldRelease } from '../features/hold-release.tsx';
import { pageNames } from '../texts.ts';
import { Bars } from '../ui/bars.tsx';
import { Card, Cards } from '../ui/card.tsx';
import { Told } from '../ui/count.tsx';
import { Facts } from '../ui/facts.tsx';
import { Page } from '../ui/page.tsx';
import { PageOfOne } from '../ui/page-of-one.tsx';
import { Nothing } from '../ui/states.tsx';
import { Status } from '../ui/status.tsx';
import { Trend } from '../ui/trend.tsx';

const useStyles = makeStyles({
  sentence: { color: tokens.colorNeutralForeground2 },
});

export function ReleasePage() {
  const { releaseId = '' } = useParams({ strict: false });
  const { tenantId } = useTenant();
  const path = useTenantPath();
  const { date, moment } = useDates();
  const styles = useStyles();
  const own = path(`/releases/${releaseId}`);
  const release = useData<AnswerOf<typeof releaseEndpoints.readRelease>>('update-orchestrator', tenantId, own);
  return (
    <PageOfOne kind={pageNames.releases} service="update-orchestrator" asked={release}>
      {(found) => {
        const eligible = found.goal.eligible;
        return (
          <Page
            title={`${found.kb}, ${date(found.releasedOn)}`}
            about={<Status of={found.state} />}
            actions={<HoldRelease release={found} />}
          >
            {found.hold && (
              <MessageBar intent="error" layout="multiline">
                <MessageBarBody>
                  <Told as="sentence of a service">{found.hold.sentence}</Told>
                </MessageBarBody>
              </MessageBar>
            )}
            <Cards>
              {found.rings.map(
                ({ ring, stage, sentence, reachable, updated, failed, plannedOn, latestDay, openedAt }) => (
                  <Card key={ring} title={ring}>
                    <Status of={stage} />
                    <Bars
                      caption={`${ring}: devices that run it`}
                      bars={[{ label: 'run it', value: updated, of: reachable }]}
                    />
                    <Body1 className={styles.sentence}>
                      <Told as="sentence of a service">{sentence}</Told>
                    </Body1>
                    <Facts
                      of={{
                        Opened: moment(openedAt),
                        Planned: openedAt ? undefined : date(plannedOn),
                        'At the latest': openedAt ? undefined : `day ${latestDay}`,
                        Failed: failed ? <Told as="measure">{failed}</Told> : undefined,
                      }}
                    />
                  </Card>
                ),
              )}
            </Cards>
            <Cards>
              <Card title={`Goal: ${Math.round(found.goal.share * 100)} % on day ${found.goal.day}`}>
                <Body1>
                  Today is day {found.day}. When it was last looked at,{' '}
                  <Told as="measure">
                    {found.goal.updated} of {eligible} devices
                  </Told>{' '}
                  that count ran it.{' '}
                  <Link to="/updates" search={{ eligible: 'true' } as never}>
                    How each stands
                  </Link>
                </Body1>
                {found.history.length > 0 ? (
                  <Trend
                    name="Devices that run it, by day"
                    aim={found.goal.share}
                    days={found.goal.day + 1}
                    points={found.history.map(({ day, updated, eligible: of }) => ({
                      day: `day ${day}`,
                      share: of === 0 ? undefined : updated / of,
                      told: `${updated} of ${of}`,
                    }))}
                  />
                ) : (
                  <Nothing />
                )}
              </Card>
              <Card title="What the gate saw">
                <Evidence verdict={found.verdict} />
              </Card>
            </Cards>
          </Page>
        );
      }}
    </PageOfOne>
  );
}
