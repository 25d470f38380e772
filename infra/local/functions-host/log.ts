/** Levels of the Functions worker. */
export type LogLevel = 'trace' | 'debug' | 'information' | 'warning' | 'error' | 'critical' | 'none';

/** One line of the host (`system`) or of the app (`user`). */
export interface LogEntry {
  readonly level: LogLevel;
  readonly category: 'system' | 'user' | 'customMetric';
  readonly message: string;
  readonly functionName?: string;
  readonly invocationId?: string;
}

export type Log = (entry: LogEntry) => void;
