import { Body1, Button, MessageBar, MessageBarBody, makeStyles, tokens } from '@fluentui/react-components';
import { useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { releaseEndpoints } from '../../../../shared/contracts/http/releases.ts';
import { ask } from '../api/client.ts';
import type { AnswerOf } from '../api/types.ts';
import { useData } from '../api/use-data.ts';
import { useDates, useTenant, useTenantPath } from '../app/tenant.tsx';
import { Ask } from '../ui/ask.tsx';
import { Bars } from '../ui/bars.tsx';
import { Card, Cards } from '../ui/card.tsx';
import { Facts } from '../ui/facts.tsx';
import { Page } from '../ui/page.tsx';
import { Nothing, Part } from '../ui/states.tsx';
import { Status } from '../ui/status.tsx';
import { Table } from '../ui/table.tsx';

const useStyles = makeStyles({
  sentence: { color: tokens.colorNeutralForeground2 },
});

export function ReleasePage() {
  const { releaseId = '' } = useParams({ strict: false });
  const { tenantId } = useTenant();
  const path = useTenantPath();
  const queries = useQueryClient();
  const { date, moment } = useDates();
  const styles = useStyles();
  const own = path(`/releases/${releaseId}`);
  const release = useData<AnswerOf<typeof releaseEndpoints.readRelease>>('update-orchestrator', tenantId, own);
  const refresh = () => void queries.invalidateQueries({ queryKey: ['update-orchestrator', tenantId] });
  return (
    <Part service="update-orchestrator" asked={release}>
      {(found) => {
        const shut = found.rings.filter(({ stage }) => stage === 'held').map(({ ring }) => ring);
        const waiting = found.rings.filter(({ stage }) => stage === 'waiting').map(({ ring }) => ring);
        const eligible = found.goal.eligible;
        return (
          <Page
            title={`${found.kb}, ${date(found.releasedOn)}`}
            about={<Status of={found.state} />}
            actions={
              <>
                {waiting.length > 0 && (
                  <Ask
                    trigger={<Button>Hold</Button>}
                    title={`Hold ${found.kb}?`}
                    what={
                      <Body1>
                        {waiting.join(', ')} will not get it until somebody resumes it. Devices that have it keep it.
                        Devices hear of it within 8 hours.
                      </Body1>
                    }
                    verb="Hold it"
                    act={(reason) => ask(`${own}/pause`, { method: 'POST', body: { rings: waiting, reason } })}
                    done={refresh}
                  />
                )}
                {shut.length > 0 && (
                  <Ask
                    trigger={<Button appearance="primary">Resume</Button>}
                    title={`Resume ${found.kb}?`}
                    what={
                      <Body1>
                        {shut.join(', ')} will get it when the gate opens them. {found.hold?.sentence}
                      </Body1>
                    }
                    verb="Resume it"
                    act={(reason) => ask(`${own}/resume`, { method: 'POST', body: { rings: shut, reason } })}
                    done={refresh}
                  />
                )}
              </>
            }
          >
            {found.hold && (
              <MessageBar intent="error" layout="multiline">
                <MessageBarBody>{found.hold.sentence}</MessageBarBody>
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
                    <Body1 className={styles.sentence}>{sentence}</Body1>
                    <Facts
                      of={{
                        Opened: moment(openedAt),
                        Planned: openedAt ? undefined : date(plannedOn),
                        'At the latest': openedAt ? undefined : `day ${latestDay}`,
                        Failed: failed || undefined,
                      }}
                    />
                  </Card>
                ),
              )}
            </Cards>
            <Cards>
              <Card title={`Goal: ${Math.round(found.goal.share * 100)} % on day ${found.goal.day}`}>
                <Body1>
                  Today is day {found.day}.{' '}
                  <Link to="/updates" search={{ eligible: 'true' } as never}>
                    {found.goal.updated} of {eligible} devices
                  </Link>{' '}
                  that count run it.
                </Body1>
                {found.history.length > 0 ? (
                  <Bars
                    caption="Devices that run it, by day"
                    bars={found.history
                      .slice(-14)
                      .map(({ day, updated, eligible: of }) => ({ label: `day ${day}`, value: updated, of }))}
                  />
                ) : (
                  <Nothing />
                )}
              </Card>
              <Card title="What the gate saw">
                {found.verdict ? (
                  <>
                    <Body1>{found.verdict.sentence}</Body1>
                    <Table name="Evidence" heads={['What', 'Of', 'Devices', 'Expected']}>
                      {found.verdict.evidence.cells.map(({ measure, group, devices, expected }) => (
                        <tr key={`${measure} ${group}`}>
                          <td>{measure.replaceAll('-', ' ')}</td>
                          <td>{group}</td>
                          <td>{devices}</td>
                          <td>{expected.toFixed(2)}</td>
                        </tr>
                      ))}
                    </Table>
                    <Facts
                      of={{
                        'Looked at': moment(found.verdict.evidence.at),
                        'Crashes known until': moment(found.verdict.evidence.dataUntil),
                        'Win of the bet': found.verdict.evidence.total.toPrecision(3),
                        'Halts at': '1,000',
                      }}
                    />
                  </>
                ) : (
                  <Nothing />
                )}
              </Card>
            </Cards>
          </Page>
        );
      }}
    </Part>
  );
}
