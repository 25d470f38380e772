/** A report that somebody asked for. Times are milliseconds since 1970. */
export interface ExportJob {
  readonly reportName: string;
  readonly select: readonly string[];
  readonly filter: string | null;
  readonly format: 'csv' | 'json';
  readonly localizationType: 'localizedValuesAsAdditionalColumn' | 'replaceLocalizableValues';
  readonly requestedAt: number;
  readonly readyAt: number;
  /** The moment that its rows are of. */
  readonly asOf: number;
}
