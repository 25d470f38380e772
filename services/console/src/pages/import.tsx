import { Body1, Button, makeStyles, ProgressBar, tokens } from '@fluentui/react-components';
import { ArrowUploadRegular } from '@fluentui/react-icons';
import { useMutation } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import type { deviceImportEndpoints } from '../../../../shared/contracts/http/device-imports.ts';
import { ask, download } from '../api/client.ts';
import type { AnswerOf } from '../api/types.ts';
import { useData } from '../api/use-data.ts';
import { useTenant, useTenantPath } from '../app/tenant.tsx';
import { pageNames } from '../texts.ts';
import { Card } from '../ui/card.tsx';
import { Facts } from '../ui/facts.tsx';
import { Page } from '../ui/page.tsx';
import { Refusal } from '../ui/refusal.tsx';
import { Part } from '../ui/states.tsx';
import { Status } from '../ui/status.tsx';
import { Table } from '../ui/table.tsx';

type Preview = AnswerOf<typeof deviceImportEndpoints.previewDeviceImport>;
type Import = AnswerOf<typeof deviceImportEndpoints.readDeviceImport>;

const useStyles = makeStyles({
  drop: {
    border: `2px dashed ${tokens.colorNeutralStroke1}`,
    borderRadius: tokens.borderRadiusLarge,
    padding: tokens.spacingVerticalXXXL,
    display: 'grid',
    placeItems: 'center',
    gap: tokens.spacingVerticalM,
    backgroundColor: tokens.colorNeutralBackground1,
    textAlign: 'center',
  },
  over: { borderTopColor: tokens.colorBrandStroke1, backgroundColor: tokens.colorBrandBackground2 },
});

export function ImportPage() {
  const path = useTenantPath();
  const navigate = useNavigate();
  const styles = useStyles();
  const input = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<File>();
  const [isOver, setOver] = useState(false);
  const importId = (useSearch({ strict: false }) as Record<string, string>)['import'];
  const send = <T,>(to: string, csv: File) =>
    ask<T>(path(to), { method: 'POST', body: csv, headers: { 'content-type': 'text/csv' } });
  const preview = useMutation({ mutationFn: (csv: File) => send<Preview>('/device-imports/preview', csv) });
  const importing = useMutation({
    mutationFn: (csv: File) => send<{ readonly id: string }>('/device-imports', csv),
    onSuccess: ({ id }) => {
      setFile(undefined);
      preview.reset();
      void navigate({ to: '.', search: { import: id } as never });
    },
  });
  const take = (csv: File | undefined) => {
    if (!csv) return;
    setFile(csv);
    importing.reset();
    preview.mutate(csv);
  };
  return (
    <Page
      title={pageNames.imports}
      about="Devices by CSV, as Get-WindowsAutopilotInfo or Partner Center writes it. At most 12,000 rows."
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way; the button below is the first. */}
      <div
        className={`${styles.drop} ${isOver ? styles.over : ''}`}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          take(event.dataTransfer.files[0]);
        }}
      >
        <ArrowUploadRegular fontSize={32} />
        <Body1>Drop a CSV file here. First you see what would happen; nothing is stored until you say so.</Body1>
        <Button appearance="primary" onClick={() => input.current?.click()}>
          Choose a file
        </Button>
        <input
          ref={input}
          type="file"
          accept=".csv,text/csv"
          hidden
          aria-label="CSV file"
          onChange={({ target }) => take(target.files?.[0])}
        />
      </div>
      <Refusal error={preview.error ?? importing.error} />
      {preview.isPending && <ProgressBar aria-label="Reading the file" />}
      {preview.data && file && (
        <Card title={`What importing ${file.name} would do`}>
          <Counts counts={preview.data.counts} />
          <BadRows rows={preview.data.rows} />
          <div>
            <Button appearance="primary" disabled={importing.isPending} onClick={() => importing.mutate(file)}>
              Import {preview.data.counts.accepted} devices
            </Button>
          </div>
        </Card>
      )}
      {importId && <Progress importId={importId} />}
    </Page>
  );
}

function Counts({ counts }: { readonly counts: Import['counts'] }) {
  return (
    <Facts
      of={{
        'Taken on': counts.accepted || undefined,
        'Registered with Autopilot': counts.registered || undefined,
        'Refused by Autopilot': counts.failed || undefined,
        'Known already': counts.known || undefined,
        'Twice in the file': counts.duplicate || undefined,
        Rejected: counts.rejected || undefined,
      }}
    />
  );
}

const SHOWN = 100;

function BadRows({ rows }: { readonly rows: Preview['rows'] }) {
  const bad = rows.filter(({ outcome }) => outcome === 'rejected' || outcome === 'failed' || outcome === 'duplicate');
  if (bad.length === 0) return null;
  return (
    <Table name="Rows that were not taken on" heads={['Line', 'Serial number', 'Outcome', 'Why']}>
      {bad.slice(0, SHOWN).map(({ line, serialNumber, outcome, message, sameAsLine }) => (
        <tr key={line}>
          <td>{line}</td>
          <td>{serialNumber}</td>
          <td>
            <Status of={outcome} />
          </td>
          <td>{message ?? (sameAsLine ? `the same as line ${sameAsLine}` : '')}</td>
        </tr>
      ))}
    </Table>
  );
}

/** How an import stands; it goes on whether anybody looks or not. */
function Progress({ importId }: { readonly importId: string }) {
  const { tenantId } = useTenant();
  const path = useTenantPath();
  const own = path(`/device-imports/${importId}`);
  const found = useData<Import>('device-registration', tenantId, own);
  return (
    <Part service="device-registration" asked={found}>
      {({ rows, done, counts }) => (
        <Card
          title={
            done < rows
              ? `Importing: ${done.toLocaleString('en')} of ${rows.toLocaleString('en')} rows`
              : `Imported ${rows.toLocaleString('en')} rows`
          }
        >
          <ProgressBar value={rows === 0 ? 1 : done / rows} aria-label="Rows done" />
          <Counts counts={counts} />
          <div style={{ display: 'flex', gap: 8 }}>
            <Button onClick={() => void download(`${own}/rows`, 'import-rows.csv')}>Every row as CSV</Button>
            <Link to="/devices">To the devices</Link>
          </div>
        </Card>
      )}
    </Part>
  );
}
