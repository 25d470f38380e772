import { Body1 } from '@fluentui/react-components';
import type { releaseEndpoints } from '../../../../shared/contracts/http/releases.ts';
import type { AnswerOf } from '../api/types.ts';
import { useDates } from '../app/tenant.tsx';
import { Told } from '../ui/count.tsx';
import { Facts } from '../ui/facts.tsx';
import { Nothing } from '../ui/states.tsx';
import { Table } from '../ui/table.tsx';

type Verdict = AnswerOf<typeof releaseEndpoints.readRelease>['verdict'];

/** What the gate saw when it last looked at a release. */
export function Evidence({ verdict }: { readonly verdict: Verdict }) {
  const { moment } = useDates();
  if (!verdict) return <Nothing>It has not looked yet.</Nothing>;
  const { sentence, evidence } = verdict;
  return (
    <>
      <Body1>
        <Told as="sentence of a service">{sentence}</Told>
      </Body1>
      {evidence.cells.length > 0 && (
        <Table name="Evidence" heads={['What', 'Of', 'Devices', 'Expected']}>
          {evidence.cells.map(({ measure, group, devices, expected }) => (
            <tr key={`${measure} ${group}`}>
              <td>{measure.replaceAll('-', ' ')}</td>
              <td>{group}</td>
              <td data-told="measure">{devices}</td>
              <td data-told="measure">{expected.toFixed(2)}</td>
            </tr>
          ))}
        </Table>
      )}
      <Facts
        of={{
          'Looked at': moment(evidence.at),
          'Crashes known until': moment(evidence.dataUntil),
          'Win of the bet': <Told as="measure">{evidence.total.toPrecision(3)}</Told>,
          'Halts at': <Told as="setting">1,000</Told>,
        }}
      />
    </>
  );
}
