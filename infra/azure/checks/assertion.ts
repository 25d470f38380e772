import { isDeepStrictEqual } from 'node:util';
import { type Deployment, ofType, type Properties } from './snapshot.ts';

/** Something that must hold of the deployment. */
export interface Assertion {
  readonly name: string;
  /** What does not hold, in words. */
  problems(deployment: Deployment): readonly string[];
}

/** All resources of a type, of which there must be at least one, as the demand wants them. */
export function demand(deployment: Deployment, type: string, holds: (properties: Properties) => boolean): string[] {
  const all = ofType(deployment, type);
  if (all.length === 0) return [`there is no ${type}`];
  return all.filter(({ properties }) => !holds(properties)).map(({ name }) => `${type} ${name}`);
}

/** Where two records differ, by path. */
export function differences(given: object, wanted: object, path = ''): string[] {
  const keys = [...new Set([...Object.keys(given), ...Object.keys(wanted)])];
  return keys.flatMap((key) => {
    const [a, b] = [given[key as never] as unknown, wanted[key as never] as unknown];
    if (isDeepStrictEqual(a, b)) return [];
    const isNested = isRecord(a) && isRecord(b);
    return isNested
      ? differences(a, b, `${path}${key}.`)
      : [`${path}${key} is ${JSON.stringify(a)}, not ${JSON.stringify(b)}`];
  });
}

export const isRecord = (value: unknown): value is object => typeof value === 'object' && value !== null;
