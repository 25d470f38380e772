import {
  Accordion,
  AccordionHeader,
  AccordionItem,
  AccordionPanel,
  Body1,
  Button,
  makeStyles,
  ProgressBar,
  tokens,
} from '@fluentui/react-components';
import { ArrowUploadRegular } from '@fluentui/react-icons';
import { useMutation } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import type { deviceImportEndpoints } from '../../../../shared/contracts/http/device-imports.ts';
import { ask } from '../api/client.ts';
import type { AnswerOf } from '../api/types.ts';
import { useTenantPath } from '../app/tenant.tsx';
import { MendRows } from '../features/mend-rows.tsx';
import { pageNames } from '../texts.ts';
import { Card } from '../ui/card.tsx';
import { Told } from '../ui/count.tsx';
import { Page } from '../ui/page.tsx';
import { Refusal } from '../ui/refusal.tsx';
import { Status } from '../ui/status.tsx';
import { Table } from '../ui/table.tsx';
import { Counts, ImportProgress } from './import-progress.tsx';

type Preview = AnswerOf<typeof deviceImportEndpoints.previewDeviceImport>;

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
  /** Kept for who mends what was not taken on. */
  const [sent, setSent] = useState<File>();
  const [isOver, setOver] = useState(false);
  const importId = (useSearch({ strict: false }) as Record<string, string>)['import'];
  const send = <T,>(to: string, csv: File) =>
    ask<T>(path(to), { method: 'POST', body: csv, headers: { 'content-type': 'text/csv' } });
  const preview = useMutation({ mutationFn: (csv: File) => send<Preview>('/device-imports/preview', csv) });
  const importing = useMutation({
    mutationFn: (csv: File) => send<{ readonly id: string }>('/device-imports', csv),
    onSuccess: ({ id }) => {
      setSent(file);
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
      about={
        <>
          Devices by CSV, as Get-WindowsAutopilotInfo or Partner Center writes it.{' '}
          <Told as="setting">At most 12,000 rows.</Told>
        </>
      }
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
          {preview.data.rows.some(isBad) && (
            <MendRows
              file={file}
              rows={preview.data.rows.filter(isBad)}
              verb="Look at it again"
              isRest={false}
              mended={take}
            />
          )}
          <EachRow rows={preview.data.rows} />
          <div>
            <Button
              appearance="primary"
              disabled={importing.isPending || preview.data.counts.accepted === 0}
              onClick={() => importing.mutate(file)}
            >
              {importing.isPending ? 'Sending…' : `Import ${devicesOf(preview.data.counts.accepted)}`}
            </Button>
          </div>
        </Card>
      )}
      {importId && <ImportProgress importId={importId} file={sent} mended={take} />}
    </Page>
  );
}

const isBad = ({ outcome }: Preview['rows'][number]): boolean => outcome === 'rejected' || outcome === 'duplicate';

const devicesOf = (count: number): string => (count === 1 ? '1 device' : `${count.toLocaleString('en')} devices`);

const SHOWN = 20;

/** What becomes of each row; of the first, which tell whether the file was understood. */
function EachRow({ rows }: { readonly rows: Preview['rows'] }) {
  return (
    <Accordion collapsible>
      <AccordionItem value="rows">
        <AccordionHeader>What becomes of each row</AccordionHeader>
        <AccordionPanel>
          <Table name="What becomes of each row" heads={['Line', 'Serial number', 'Outcome', 'Warnings']}>
            {rows.slice(0, SHOWN).map(({ line, serialNumber, outcome, warnings }) => (
              <tr key={line} data-told="record">
                <td>{line}</td>
                <td>{serialNumber}</td>
                <td>
                  <Status of={outcome} />
                </td>
                <td>{warnings}</td>
              </tr>
            ))}
          </Table>
          {rows.length > SHOWN && (
            <Body1>
              <Told as="measure">{`and ${(rows.length - SHOWN).toLocaleString('en')} more`}</Told>
            </Body1>
          )}
        </AccordionPanel>
      </AccordionItem>
    </Accordion>
  );
}
