import { describe, expect, it } from 'vitest';
import { logLine } from './log-line.ts';

describe('the terminal', () => {
  it('shows what an app says in one line, with service and function', () => {
    const line = logLine('ring-keeper', {
      level: 'warning',
      category: 'user',
      message: 'ring halted\n  at fast',
      functionName: 'gate',
    });
    expect(line).toMatch(/^\d\d:\d\d:\d\d ring-keeper\/gate warning: ring halted ⏎ at fast\n$/);
  });

  it('shows a line that an app has written whole as it is', () => {
    const message = '2026-01-01T00:00:00.000Z INFO  ring opened service=ring-keeper tenant=contoso correlation=c1';
    expect(logLine('ring-keeper', { level: 'information', category: 'user', message, functionName: 'gate' })).toBe(
      `${message}\n`,
    );
  });

  it.each(['information', 'debug'] as const)('leaves out what the host says at level %s', (level) => {
    expect(logLine('ring-keeper', { level, category: 'system', message: 'Executing' })).toBe('');
  });

  it('shows what the host warns of', () => {
    expect(logLine('ring-keeper', { level: 'error', category: 'system', message: 'no bus' })).toContain(
      'error: no bus',
    );
  });
});
