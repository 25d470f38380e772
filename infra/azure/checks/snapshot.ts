import { readFileSync } from 'node:fs';
import { OUTPUTS } from '../compiler/compile.ts';

// biome-ignore lint/suspicious/noExplicitAny: the compiler's output is as wide as Azure, and what is looked at is checked.
export type Properties = any;

/** A resource as a deployment would ask for it. What is known only then is a text such as `[reference('…').principalId]`. */
export interface Resource {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly properties: Properties;
  readonly identity?: { readonly type: string; readonly userAssignedIdentities: Readonly<Record<string, unknown>> };
}

/** What the assertions look at. */
export interface Deployment {
  readonly resources: readonly Resource[];
  /** The compiled template, which is what the button deploys. */
  readonly template: { readonly outputs: Readonly<Record<string, { readonly type?: string }>> };
}

const read = (name: string) => JSON.parse(readFileSync(new URL(`../${name}`, import.meta.url), 'utf8'));

/** The deployment as it is committed, with or without private networking. */
export function committed(snapshot: typeof OUTPUTS.snapshot | typeof OUTPUTS.privateSnapshot): Deployment {
  return { resources: read(snapshot).predictedResources, template: read(OUTPUTS.template) };
}

/** Resources whose type ends so, e.g. `Web/sites`. */
export function ofType({ resources }: Deployment, type: string): readonly Resource[] {
  return resources.filter((resource) => resource.type === `Microsoft.${type}`);
}

/** The last part of a name: that of the resource itself. */
export const shortName = ({ name }: Pick<Resource, 'name'>): string => name.split('/').at(-1) ?? '';
