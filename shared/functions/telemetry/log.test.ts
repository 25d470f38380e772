import { describe, expect, it } from 'vitest';
import { type LogLevel, openLog } from './log.ts';

function open(format: 'json' | 'readable') {
  const lines: [LogLevel, string][] = [];
  const clock = { now: () => Date.UTC(2026, 0, 13, 18) };
  const write = (level: LogLevel, line: string) => lines.push([level, line]);
  return { lines, log: openLog({ clock, format, write }, { service: 'ticket-router', correlation: 'c-1' }) };
}

describe('a log', () => {
  it('says on every line whose it is', () => {
    const { lines, log } = open('json');
    log.with({ tenant: 'contoso' }).info('ticket routed', { ticket: 7 });
    expect(lines).toHaveLength(1);
    expect(lines[0]?.[0]).toBe('info');
    expect(JSON.parse(lines[0]?.[1] ?? '')).toEqual({
      time: '2026-01-13T18:00:00.000Z',
      level: 'info',
      message: 'ticket routed',
      service: 'ticket-router',
      correlation: 'c-1',
      tenant: 'contoso',
      ticket: 7,
    });
  });

  it('tells an error with where it came from', () => {
    const { lines, log } = open('json');
    log.error('failed', { error: new Error('broken pipe') });
    expect(lines[0]?.[1]).toContain('Error: broken pipe');
    expect(lines[0]?.[1]).toContain('log.test.ts');
  });

  it('reads as one line, whatever a value contains', () => {
    const { lines, log } = open('readable');
    log.warn('odd name', { name: 'a\n2026-01-13 INFO forged', size: 3 });
    expect(lines[0]?.[1]).toBe(
      '2026-01-13T18:00:00.000Z WARN  odd name service=ticket-router correlation=c-1 name="a\\n2026-01-13 INFO forged" size=3',
    );
  });
});
