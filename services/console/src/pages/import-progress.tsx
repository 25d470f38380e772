import { Button, ProgressBar } from '@fluentui/react-components';
import { Link } from '@tanstack/react-router';
import type { deviceImportEndpoints } from '../../../../shared/contracts/http/device-imports.ts';
import { download } from '../api/client.ts';
import type { AnswerOf, RowOf } from '../api/types.ts';
import { useData, useRows } from '../api/use-data.ts';
import { useTenant, useTenantPath } from '../app/tenant.tsx';
import { MendRows } from '../features/mend-rows.tsx';
import { Card } from '../ui/card.tsx';
import { Told } from '../ui/count.tsx';
import { Facts } from '../ui/facts.tsx';
import { Part } from '../ui/states.tsx';

type Import = AnswerOf<typeof deviceImportEndpoints.readDeviceImport>;

/** How an import stands; it goes on whether anybody looks or not. */
export function ImportProgress({
  importId,
  file,
  mended,
}: {
  readonly importId: string;
  /** What was sent; unknown to who comes back later. */
  readonly file: File | undefined;
  mended(file: File): void;
}) {
  const { tenantId } = useTenant();
  const path = useTenantPath();
  const own = path(`/device-imports/${importId}`);
  const found = useData<Import>('device-registration', tenantId, own);
  return (
    <Part service="device-registration" asked={found}>
      {({ rows, done, counts }) => (
        <Card title={done < rows ? 'Importing' : 'Imported'}>
          <Told as="measure">
            {`${done.toLocaleString('en')} of ${rows.toLocaleString('en')} rows have been looked at.`}
          </Told>
          <ProgressBar value={rows === 0 ? 1 : done / rows} aria-label="Rows done" />
          <Counts counts={counts} />
          {counts.rejected > 0 && <Rejected own={own} file={file} mended={mended} />}
          <div style={{ display: 'flex', gap: 8, alignItems: 'center' }}>
            <Button onClick={() => void download(`${own}/rows`, 'import-rows.csv')}>Every row as CSV</Button>
            <Link to="/devices">To the devices</Link>
          </div>
        </Card>
      )}
    </Part>
  );
}

function Rejected({
  own,
  ...mend
}: {
  readonly own: string;
  readonly file: File | undefined;
  mended(file: File): void;
}) {
  const { tenantId } = useTenant();
  const rows = useRows<RowOf<typeof deviceImportEndpoints.listDeviceImportRows>>(
    'device-registration',
    tenantId,
    `${own}/rows?outcome=rejected&limit=100`,
  );
  return (
    <Part service="device-registration" asked={rows}>
      {({ items }) => <MendRows {...mend} rows={items} verb="Send these again" isRest />}
    </Part>
  );
}

/** What has become of the rows, each counted where it stands. */
export function Counts({ counts }: { readonly counts: Import['counts'] }) {
  const told = (number: number) => (number > 0 ? <Told as="measure">{number.toLocaleString('en')}</Told> : undefined);
  return (
    <Facts
      of={{
        'Taken on': told(counts.accepted),
        'Registered with Autopilot': told(counts.registered),
        'Refused by Autopilot': told(counts.failed),
        'Known already': told(counts.known),
        'Twice in the file': told(counts.duplicate),
        Rejected: told(counts.rejected),
      }}
    />
  );
}
