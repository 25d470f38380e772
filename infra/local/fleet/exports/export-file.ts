import { stringify } from 'csv-stringify/sync';
import { zipSync } from 'fflate';
import { badRequest } from '../graph/errors.ts';
import type { Filter, Literal } from '../odata/filter.ts';
import { parseFilter } from '../odata/filter.ts';
import { devicesWhere } from '../tenant/devices.ts';
import type { ExportJob } from '../tenant/export-job.ts';
import type { Tenant } from '../tenant/tenant.ts';
import { type Cell, type Report, reports } from './reports.ts';

/** The archive that a finished job delivers. */
export function exportFile(tenant: Tenant, job: ExportJob, id: string): Uint8Array {
  const rows = exportRows(tenant, job);
  const text =
    job.format === 'csv'
      ? csv(job.select, rows)
      : JSON.stringify({ values: rows.map((row) => objectOf(job.select, row)) });
  return zipSync({ [`${job.reportName}_${id}.${job.format}`]: Buffer.from(text) }, { level: 0, mtime: ALWAYS });
}

/** The first moment that the format knows, so that the same rows are the same bytes. */
const ALWAYS = new Date(1980, 0, 1);

export function exportRows(tenant: Tenant, { reportName, select, filter, asOf }: ExportJob): Cell[][] {
  const report = reportNamed(reportName);
  const columns = select.map((name) => columnOf(report, name));
  const holds = filter === null ? () => true : rowCondition(report, filter, tenant, asOf);
  const rows: Cell[][] = [];
  for (const device of devicesWhere(tenant, (each) => report.rows(tenant, each, asOf)))
    if (holds(device)) rows.push(columns.map((column) => column(device, tenant, asOf)));
  return rows;
}

/** @throws {GraphError} 400 for reports, columns and filters that there are not */
export function demandReport(reportName: string, select: readonly string[], filter: string | null): void {
  const report = reportNamed(reportName);
  for (const name of select) columnOf(report, name);
  if (filter !== null) demandFilter(report, parseFilter(filter));
}

export function reportNamed(name: string): Report {
  const report = Object.hasOwn(reports, name) ? reports[name] : undefined;
  if (!report) throw badRequest(`The report '${name}' does not exist.`);
  return report;
}

function columnOf({ columns }: Report, name: string) {
  const column = Object.hasOwn(columns, name) ? columns[name] : undefined;
  if (!column) throw badRequest(`The column '${name}' does not exist.`);
  return column;
}

function demandFilter(report: Report, filter: Filter): void {
  if (filter.kind === 'and' || filter.kind === 'or') {
    demandFilter(report, filter.left);
    demandFilter(report, filter.right);
  } else if (filter.kind !== 'compare') throw badRequest(`Reports cannot be filtered by '${filter.kind}'.`);
  else if (!report.filters.includes(filter.path))
    throw badRequest(`The report cannot be filtered by '${filter.path}'.`);
}

function rowCondition(report: Report, text: string, tenant: Tenant, asOf: number): (device: number) => boolean {
  const holds = (filter: Filter, device: number): boolean => {
    if (filter.kind === 'and') return holds(filter.left, device) && holds(filter.right, device);
    if (filter.kind === 'or') return holds(filter.left, device) || holds(filter.right, device);
    if (filter.kind !== 'compare') return false;
    const order = compare(columnOf(report, filter.path)(device, tenant, asOf), filter.literal);
    switch (filter.operator) {
      case 'eq':
        return order === 0;
      case 'ne':
        return order !== 0;
      case 'gt':
        return order > 0;
      case 'ge':
        return order >= 0;
      case 'lt':
        return order < 0;
      case 'le':
        return order <= 0;
    }
  };
  const filter = parseFilter(text);
  return (device) => holds(filter, device);
}

/** Reports take numbers and moments in quotes too. */
function compare(cell: Cell, literal: Literal): number {
  const value = literal.kind === 'null' ? '' : literal.value;
  if (literal.kind === 'moment') return Date.parse(`${String(cell).replace(' ', 'T').slice(0, 23)}Z`) - Number(value);
  if (typeof cell === 'number') return cell - Number(value);
  return String(cell) < String(value) ? -1 : String(cell) > String(value) ? 1 : 0;
}

const csv = (select: readonly string[], rows: readonly Cell[][]) =>
  stringify([[...select], ...rows], { bom: true, record_delimiter: '\r\n' });

const objectOf = (select: readonly string[], row: readonly Cell[]) =>
  Object.fromEntries(select.map((name, n) => [name, row[n] ?? '']));
