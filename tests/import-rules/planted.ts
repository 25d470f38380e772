import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A file by its path from the root, and its lines. */
export type Planted = Readonly<Record<string, readonly string[]>>;

/** What the linter says, such as `lint/style/noDefaultExport`, and where. */
export interface Finding {
  readonly rule: string;
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

interface Report {
  readonly diagnostics: readonly {
    readonly category: string;
    readonly location: { readonly path: string; readonly start: { readonly line: number } };
  }[];
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Lints a layout of planted files with the repository's own rules. */
export function lint(planted: Planted): readonly Finding[] {
  const folder = mkdtempSync(join(tmpdir(), 'omd-rules-'));
  try {
    const rules = JSON.parse(readFileSync(join(ROOT, '.biome.json'), 'utf8'));
    // The planted layout is no repository.
    write(join(folder, '.biome.json'), JSON.stringify({ ...rules, vcs: { enabled: false } }));
    for (const [file, lines] of Object.entries(planted)) write(join(folder, file), lines.join('\n'));
    return findings(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function findings(folder: string): readonly Finding[] {
  const biome = join(ROOT, 'node_modules/@biomejs/biome/bin/biome');
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [biome, 'lint', '--reporter=json', '--max-diagnostics=none', '.'],
    { cwd: folder, encoding: 'utf8' },
  );
  if (!stdout) throw new Error(`The linter gave no report: ${stderr}`);
  const { diagnostics }: Report = JSON.parse(stdout);
  return diagnostics.map(({ category, location }) => ({
    rule: category,
    file: location.path.replaceAll('\\', '/'),
    line: location.start.line,
  }));
}

function write(path: string, content: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}
