import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { SERVICES } from '../../../shared/contracts/events/topology.ts';
import { PRESETS, type Preset } from '../../../shared/contracts/microsoft-permissions.ts';
import type { Directory } from './directory.ts';
import { leave } from './leave.ts';
import { type Mode, reconcile, type WantedApplication } from './reconcile.ts';
import { actingApplications, apiApplication, consentLink, consoleApplication, type Installation } from './wanted.ts';

/** The tenant in which somebody is signed in. */
export interface Session {
  readonly tenantId: string;
  readonly directory: Directory;
}

/** What was typed makes no sense; the message says what would. */
export class Misuse extends Error {}

const OPTIONS = {
  environment: { type: 'string', default: 'omd' },
  console: { type: 'string' },
  /** `identities` of the deployment's outputs, as a file. */
  identities: { type: 'string' },
  preset: { type: 'string', default: 'read-only' },
  /** Customers' tenants besides our own. */
  'many-tenants': { type: 'boolean', default: false },
  customer: { type: 'string' },
  /** `graphApplicationIds`, as `permissions` prints them, as a file. */
  applications: { type: 'string' },
  apply: { type: 'boolean', default: false },
} as const;

/** Says what is to be done in a directory, or does it. Throws Misuse, and what Microsoft answers. */
export async function run(args: readonly string[], session: Session, say: (line: string) => void): Promise<void> {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: OPTIONS });
  const { tenantId, directory } = session;
  const mode: Mode = values.apply ? 'apply' : 'plan';
  const installation = (): Installation => ({
    environmentName: values.environment,
    homeTenantId: tenantId,
    consoleUrl: demanded('--console', values.console),
  });
  const sayAll = (steps: readonly string[]): void => {
    for (const step of steps) say(`  ${mode === 'apply' ? 'done' : 'would'}: ${step}`);
  };

  /** The application ids, by the last part of the names. */
  async function reconcileAll(wanted: readonly WantedApplication[]): Promise<Record<string, string>> {
    const ids: Record<string, string> = {};
    for (const application of wanted) {
      const { uniqueName, appId, steps, extras } = await reconcile(directory, application, mode);
      say(`${uniqueName}${steps.length === 0 ? ': nothing to do' : ''}`);
      sayAll(steps);
      for (const extra of extras) say(`  EXTRA: ${extra} is granted and not asked for`);
      if (appId) ids[uniqueName.slice(values.environment.length + 1)] = appId;
    }
    return ids;
  }

  switch (positionals[0]) {
    case 'permissions': {
      const identities = contentOf('--identities', values.identities, identityRows);
      const wanted = actingApplications(installation(), identities, presetOf(values.preset), values['many-tenants']);
      say(`graphApplicationIds: ${JSON.stringify(await reconcileAll(wanted))}`);
      return;
    }
    case 'sign-in': {
      const { console: consoleId } = await reconcileAll([consoleApplication(installation())]);
      const { api: apiId } = await reconcileAll([apiApplication(installation(), consoleId)]);
      say(`apiApplicationId: ${apiId ?? '(after --apply)'}`);
      say(`consoleApplicationId: ${consoleId ?? '(after --apply)'}`);
      return;
    }
    case 'consent': {
      const customer = demanded('--customer', values.customer);
      for (const service of SERVICES) {
        const application = await directory.application(`${values.environment}-${service}`);
        say(`${service}: ${application ? consentLink(customer, application.appId, installation()) : 'not registered'}`);
      }
      return;
    }
    case 'leave': {
      const customer = demanded('--customer', values.customer).toLowerCase();
      const applications = contentOf('--applications', values.applications, applicationIds);
      if (tenantId.toLowerCase() !== customer)
        throw new Misuse(`Sign in there first: az login --allow-no-subscriptions --tenant ${customer}`);
      const steps = await leave(directory, applications, mode);
      if (steps.length === 0) say('None of the applications is in this tenant.');
      sayAll(steps);
      return;
    }
    default:
      throw new Misuse('Say what to do: permissions, sign-in, consent or leave.');
  }
}

const identityRows = z.array(z.object({ service: z.enum(SERVICES), principalId: z.guid() }));
const applicationIds = z.partialRecord(z.enum(SERVICES), z.guid());

function demanded(name: string, value: string | undefined): string {
  if (!value) throw new Misuse(`${name} is missing.`);
  return value;
}

function presetOf(name: string): Preset {
  const preset = PRESETS.find((each) => each === name);
  if (!preset) throw new Misuse(`--preset is ${PRESETS.join(' or ')}.`);
  return preset;
}

function contentOf<T>(option: string, file: string | undefined, schema: z.ZodType<T>): T {
  const { data } = schema.safeParse(parsed(readFileSync(demanded(option, file), 'utf8')));
  if (!data) throw new Misuse(`${file} is not what ${option} takes.`);
  return data;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
