/**
 * Applications and permissions in Entra, by whoever is signed in to Azure's command line.
 *
 *   node --import tsx infra/azure/directory/main.ts permissions --environment omd --console https://… --identities ids.json
 *   node --import tsx infra/azure/directory/main.ts sign-in     --environment omd --console https://…
 *   node --import tsx infra/azure/directory/main.ts consent     --environment omd --console https://… --customer <tenant id>
 *   node --import tsx infra/azure/directory/main.ts leave       --applications apps.json --customer <tenant id>
 *
 * Says what it would do; with `--apply` it does it. Run again, it finds nothing to do.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { AzureCliCredential } from '@azure/identity';
import { decodeJwt } from 'jose';
import { z } from 'zod';
import { SERVICES } from '../../../shared/contracts/events/topology.ts';
import { PRESETS, type Preset } from '../../../shared/contracts/microsoft-permissions.ts';
import { openDirectory } from './directory.ts';
import { leave } from './leave.ts';
import { type Mode, reconcile, type WantedApplication } from './reconcile.ts';
import { actingApplications, apiApplication, consentLink, consoleApplication, type Installation } from './wanted.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
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
  },
});
const [command] = positionals;
const mode: Mode = values.apply ? 'apply' : 'plan';

const credential = new AzureCliCredential();
const token = async (): Promise<string> => (await credential.getToken('https://graph.microsoft.com/.default')).token;
const directory = openDirectory({ token });
const signedInto = String(decodeJwt(await token())['tid']);
const installation = (): Installation => ({
  environmentName: values.environment,
  homeTenantId: signedInto,
  consoleUrl: demanded('--console', values.console),
});

switch (command) {
  case 'permissions': {
    const preset = demandedPreset(values.preset);
    const identities = identitiesIn(demanded('--identities', values.identities));
    const wanted = actingApplications(installation(), identities, preset, values['many-tenants']);
    const ids = await reconcileAll(wanted);
    console.log(`graphApplicationIds: ${JSON.stringify(ids)}`);
    break;
  }
  case 'sign-in': {
    const { console: consoleId } = await reconcileAll([consoleApplication(installation())]);
    const { api: apiId } = await reconcileAll([apiApplication(installation(), consoleId)]);
    console.log(`apiApplicationId: ${apiId ?? '(after --apply)'}`);
    console.log(`consoleApplicationId: ${consoleId ?? '(after --apply)'}`);
    break;
  }
  case 'consent': {
    const customer = demanded('--customer', values.customer);
    for (const service of SERVICES) {
      const application = await directory.application(`${values.environment}-${service}`);
      console.log(
        `${service}: ${application ? consentLink(customer, application.appId, installation()) : 'not registered'}`,
      );
    }
    break;
  }
  case 'leave': {
    const customer = demanded('--customer', values.customer).toLowerCase();
    const applications = applicationsIn(demanded('--applications', values.applications));
    if (signedInto.toLowerCase() !== customer)
      fail(`Sign in there first: az login --allow-no-subscriptions --tenant ${customer}`);
    const steps = await leave(directory, applications, mode);
    console.log(steps.length === 0 ? 'None of the applications is in this tenant.' : said(steps));
    break;
  }
  default:
    fail('Say what to do: permissions, sign-in, consent or leave.');
}

/** The application ids, by the last part of the names. */
async function reconcileAll(wanted: readonly WantedApplication[]): Promise<Record<string, string>> {
  const ids: Record<string, string> = {};
  for (const application of wanted) {
    const { uniqueName, appId, steps, extras } = await reconcile(directory, application, mode);
    console.log(`${uniqueName}${steps.length === 0 ? ': nothing to do' : ''}`);
    if (steps.length > 0) console.log(said(steps));
    for (const extra of extras) console.log(`  EXTRA: ${extra} is granted and not asked for`);
    if (appId) ids[uniqueName.slice(values.environment.length + 1)] = appId;
  }
  return ids;
}

function said(steps: readonly string[]): string {
  return steps.map((step) => `  ${mode === 'apply' ? 'done' : 'would'}: ${step}`).join('\n');
}

function demanded(name: string, value: string | undefined): string {
  return value ?? fail(`${name} is missing.`);
}

function demandedPreset(name: string): Preset {
  return PRESETS.find((preset) => preset === name) ?? fail(`--preset is ${PRESETS.join(' or ')}.`);
}

const identityRows = z.array(z.object({ service: z.enum(SERVICES), principalId: z.guid() }));

function identitiesIn(file: string): z.infer<typeof identityRows> {
  const { data } = identityRows.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  return data ?? fail(`${file} is not the value of the deployment's output \`identities\`.`);
}

const applicationIds = z.partialRecord(z.enum(SERVICES), z.guid());

function applicationsIn(file: string): Readonly<Record<string, string>> {
  const { data } = applicationIds.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  return data ?? fail(`${file} is not the \`graphApplicationIds\` of an installation.`);
}

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}
