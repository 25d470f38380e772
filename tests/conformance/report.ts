import type { Terminal } from '../terminal/terminal.ts';
import type { CheckTally } from './check.ts';
import type { Report, Suite } from './suites.ts';

/** Prints the checks of a suite as they end: a heading for each group, a mark for each check, why one failed. */
export function featureList({ title }: Suite, { say }: Terminal): Report {
  let current: string | undefined;
  return ({ group, name }, result) => {
    if (group !== current) say(`\n${title}: ${group}`);
    current = group;
    switch (result.kind) {
      case 'passed':
        return say(`  ✓ ${name}`);
      case 'skipped':
        return say(`  – ${name} (needs the stand-in)`);
      case 'failed':
        return say(`  ✗ ${name}\n${indented(result.error)}`);
    }
  };
}

export function counts({ passed, failed, skipped }: CheckTally): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

function indented(error: unknown): string {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return text.replace(/^/gm, '      ');
}
