import { readFileSync } from 'node:fs';

/** The data of a case, from the file that is named after it. */
export function caseData<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`./cases/${name}.json`, import.meta.url), 'utf8')) as T;
}
