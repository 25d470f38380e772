import { beforeAll, describe, expect, it } from 'vitest';
import { type Finding, lint } from './planted.ts';

/** A rule, the line that breaks it, and its lawful twin. */
const rules = [
  ['correctness/noUnusedImports', `import { a } from './a.ts';`, `export { a } from './a.ts';`],
  ['correctness/noUnusedVariables', 'const unused = 1;', 'export const used = 1;'],
  ['correctness/useImportExtensions', `export { a } from './a';`, `export { a } from './a.ts';`],
  ['style/noDefaultExport', 'export default 1;', 'export const one = 1;'],
  [
    'style/noNonNullAssertion',
    'export const first = (list: string[]) => list[0]!.length;',
    'export const first = (list: string[]) => list[0]?.length;',
  ],
  [
    'style/useImportType',
    `import { A } from './a.ts'; export const a = (one: A) => one;`,
    `import type { A } from './a.ts'; export const a = (one: A) => one;`,
  ],
  ['style/useNodejsImportProtocol', `export { join } from 'path';`, `export { join } from 'node:path';`],
  [
    'style/noParameterAssign',
    'export function next(n: number) { n = n + 1; return n; }',
    'export function next(n: number) { return n + 1; }',
  ],
  [
    'suspicious/noExplicitAny',
    'export const read = (text: any) => text;',
    'export const read = (text: unknown) => text;',
  ],
  ['suspicious/noSkippedTests', `it.skip('opens', () => {});`, `it('opens', () => {});`],
  ['suspicious/noFocusedTests', `it.only('opens', () => {});`, `it('opens', () => {});`],
  [
    'nursery/noFloatingPromises',
    'async function save() {} export async function run() { save(); }',
    'async function save() {} export async function run() { await save(); }',
  ],
  [
    'nursery/noMisusedPromises',
    'async function known() { return true; } export async function run() { if (known()) return 1; return 2; }',
    'async function known() { return true; } export async function run() { if (await known()) return 1; return 2; }',
  ],
  [
    'nursery/useExhaustiveSwitchCases',
    `export function pace(ring: 'fast' | 'broad') { switch (ring) { case 'fast': return 1; } return 2; }`,
    `export function pace(ring: 'fast' | 'broad') { switch (ring) { case 'fast': return 1; case 'broad': return 2; } }`,
  ],
] as const;

const CYCLE = 'lint/suspicious/noImportCycles';

describe('a rule of the code', () => {
  let findings: readonly Finding[];

  beforeAll(() => {
    const twins = rules.flatMap(([, broken, lawful], index) => [
      [`shared/broken/${index}.ts`, [broken]],
      [`shared/lawful/${index}.ts`, [lawful]],
    ]);
    findings = lint({
      ...Object.fromEntries(twins),
      'shared/broken/a.ts': ['export const a = 1;', 'export interface A {}'],
      'shared/lawful/a.ts': ['export const a = 1;', 'export interface A {}'],
      'shared/cycle/a.ts': [`import { b } from './b.ts';`, 'export const a = () => b;'],
      'shared/cycle/b.ts': [`import { c } from './c.ts';`, 'export const b = () => c;'],
      'shared/cycle/c.ts': [`import { a } from './a.ts';`, 'export const c = () => a;'],
      'shared/line/a.ts': [`import { b } from './b.ts';`, 'export const a = () => b;'],
      'shared/line/b.ts': [`import { c } from './c.ts';`, 'export const b = () => c;'],
      'shared/line/c.ts': ['export const c = 1;'],
    });
  });

  const found = (rule: string) => findings.filter((finding) => finding.rule === rule).map(({ file }) => file);

  it.each(rules.map(([rule], index) => [rule, index] as const))(
    '%s is bitten by its breach, not by its twin',
    (rule, index) => {
      expect(found(`lint/${rule}`)).toContain(`shared/broken/${index}.ts`);
      expect(found(`lint/${rule}`)).not.toContain(`shared/lawful/${index}.ts`);
    },
  );

  it('suspicious/noImportCycles finds a way round, not a straight one', () => {
    expect(found(CYCLE)).toEqual(
      expect.arrayContaining(['shared/cycle/a.ts', 'shared/cycle/b.ts', 'shared/cycle/c.ts']),
    );
    expect(found(CYCLE).filter((file) => file.startsWith('shared/line/'))).toEqual([]);
  });
});
