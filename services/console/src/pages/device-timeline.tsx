import { Body1, Caption1, makeStyles, Subtitle2, tokens } from '@fluentui/react-components';
import type { recordEndpoints } from '../../../../shared/contracts/http/records.ts';
import { SERVICE_NAMES } from '../api/services.ts';
import type { RowOf } from '../api/types.ts';
import { useEachRows } from '../api/use-data.ts';
import { useDates, useTenant } from '../app/tenant.tsx';
import { Told } from '../ui/count.tsx';
import { Failures, Nothing, Waiting } from '../ui/states.tsx';

type Entry = RowOf<ReturnType<typeof recordEndpoints>['readDeviceTimeline']>;

const useStyles = makeStyles({
  line: { listStyle: 'none', padding: 0, margin: 0, borderLeft: `2px solid ${tokens.colorNeutralStroke1}` },
  entry: { padding: `${tokens.spacingVerticalXS} 0 ${tokens.spacingVerticalS} ${tokens.spacingHorizontalL}` },
});

/** One line of all that every service knows. A service that does not answer is named, and the others are shown. */
export function Timeline({ deviceId }: { readonly deviceId: string }) {
  const { tenantId } = useTenant();
  const styles = useStyles();
  const { moment } = useDates();
  const answers = useEachRows<Entry>(tenantId, `/devices/${deviceId}/timeline?limit=100`);
  const moments = answers
    .flatMap(({ service, data }) => (data?.items ?? []).map((entry) => ({ service, ...momentOf(entry) })))
    .sort((a, b) => (a.at < b.at ? 1 : -1));
  return (
    <>
      <Failures asked={answers} />
      <ol className={styles.line}>
        {moments.map(({ id, at, name, sentence, by, service }) => (
          <li key={id} className={styles.entry}>
            <Subtitle2 block>{name}</Subtitle2>
            <Body1 block>{sentence && <Told as="sentence of a service">{sentence}</Told>}</Body1>
            <Caption1>
              {moment(at)} · {SERVICE_NAMES[service]}
              {by && ` · by ${by}`}
            </Caption1>
          </li>
        ))}
      </ol>
      {answers.some(({ isPending }) => isPending) && <Waiting />}
      {moments.length === 0 && answers.every(({ data }) => data !== undefined) && <Nothing />}
    </>
  );
}

interface Moment {
  readonly id: string;
  readonly at: string;
  readonly name: string;
  readonly sentence: string | undefined;
  readonly by?: string;
}

function momentOf(entry: Entry): Moment {
  if (entry.kind === 'audit') {
    const { hash, at, action, actor, detail } = entry.record;
    const by = 'name' in actor ? actor.name : actor.id;
    return { id: hash, at, name: inWords(action), sentence: textIn(detail, 'reason'), by };
  }
  const { id, time, type, data } = entry.event;
  const ring = textIn(data, 'ring');
  return {
    id,
    at: time,
    name: `${inWords(type.replace(/^omd\./, '').replace(/\.v\d+$/, ''))}${ring ? `: ${ring}` : ''}`,
    sentence: textIn(data, 'sentence') ?? textIn(data, 'reason'),
  };
}

/** `device.ring-assigned` as people say it. */
function inWords(name: string): string {
  const words = name.replaceAll(/[.-]/g, ' ');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

/** A field that is text, of a thing whose other fields are its own matter. */
function textIn(thing: unknown, field: string): string | undefined {
  const value = (thing as Readonly<Record<string, unknown>> | null | undefined)?.[field];
  return typeof value === 'string' ? value : undefined;
}
