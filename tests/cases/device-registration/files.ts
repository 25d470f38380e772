import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { RowRules } from '../../../services/device-registration/imports/import-row.ts';
import { judgeFile } from '../../../services/device-registration/imports/judge-file.ts';
import type { JudgedRow, Verdict } from '../../../services/device-registration/imports/verdict.ts';

export const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();

export const customer: RowRules = { registrant: 'customer', defaultTag: null, sha256 };
export const partner: RowRules = { ...customer, registrant: 'partner' };

/** A file as it came from the field, with synthetic machines in it. */
export const fieldFile = (name: string): Buffer => readFileSync(new URL(`files/${name}`, import.meta.url));

export const judged = (name: string, rules: RowRules = customer) => judgeFile(fieldFile(name), rules);

/** The machine of a row that is good; throws otherwise. */
export function machineIn({ verdict }: JudgedRow): Extract<Verdict, { kind: 'good' }> {
  if (verdict.kind !== 'good') throw new Error(JSON.stringify(verdict));
  return verdict;
}

/** Each row in a word: `good`, the code of its rejection, or the line it repeats. */
export function wordFor({ verdict }: JudgedRow): string {
  switch (verdict.kind) {
    case 'good':
      return 'good';
    case 'rejected':
      return verdict.code;
    case 'duplicate':
      return `same as line ${verdict.sameAsLine}`;
  }
}
