import type { LogEntry } from '../functions-host/log.ts';

/** A line that an app has written with its own time, service, tenant and correlation. */
const COMPLETE = /^\d{4}-\d\d-\d\dT[\d:.]+Z /;

const QUIET = new Set(['trace', 'debug', 'none']);

/** One readable line, or nothing: what the app says, and of the host's own words those that somebody should act on. */
export function logLine(service: string, { level, category, message, functionName }: LogEntry): string {
  const spoken =
    category === 'user' ? !QUIET.has(level) : level === 'warning' || level === 'error' || level === 'critical';
  if (!spoken) return '';
  // A line break in a value must not look like a line of its own.
  const text = message.replaceAll(/\s*\n\s*/g, ' ⏎ ');
  if (COMPLETE.test(text)) return `${text}\n`;
  const time = new Date().toISOString().slice(11, 19);
  const mark = level === 'information' ? '' : ` ${level}:`;
  return `${time} ${service}${functionName ? `/${functionName}` : ''}${mark} ${text}\n`;
}
