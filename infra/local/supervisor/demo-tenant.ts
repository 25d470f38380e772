import { setTimeout as pause } from 'node:timers/promises';
import { OPERATORS_TENANT } from '../identity/issuer.ts';

/** What enrolment asks for. */
export interface Enrolment {
  readonly name: string;
  readonly entraTenantId: string;
  readonly region: string;
  /** Of the IANA time zone database. */
  readonly timeZone: string;
  readonly dataResidency: string;
  readonly operators: readonly { readonly entraTenantId: string }[];
}

/** The tenant that a first start finds: a customer of those who operate this machine. */
export const DEMO_TENANT = {
  name: 'Contoso',
  entraTenantId: '6d1f2a80-0c5e-4f3b-9a6d-2b7c4e8f1a35',
  region: 'westeurope',
  timeZone: 'Europe/Berlin',
  dataResidency: 'EU',
  operators: [{ entraTenantId: OPERATORS_TENANT }],
} as const satisfies Enrolment;

/** A real tenant under its id; its administrator may tell the rest later. */
export function enrolmentOf(entraTenantId: string): Enrolment {
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  return { ...DEMO_TENANT, name: entraTenantId, entraTenantId, timeZone };
}

const PATH = '/api/v1/tenants';
const LONGEST_WAIT_MS = 30_000;
const STEP_MS = 50;

/**
 * Enrols a tenant through the gateway, as its administrator would, and resolves when it is in the list of tenants.
 * One that is known is left as it is, whatever has been done with it.
 * @throws when it is refused, or not in the list within half a minute
 */
export async function enrolTenant(gateway: string, tenant: Enrolment): Promise<void> {
  const headers = { authorization: `Bearer ${await administrator(gateway)}`, 'content-type': 'application/json' };
  const ask = (path: string, init: RequestInit = {}) => fetch(`${gateway}${path}`, { ...init, headers });

  const { entraTenantId } = tenant;
  const known = await ask(`${PATH}/${entraTenantId}`);
  if (known.status === 404) await demandOk(await ask(PATH, { method: 'POST', body: JSON.stringify(tenant) }));
  for (let waited = 0; waited < LONGEST_WAIT_MS; waited += STEP_MS) {
    if (isListed(await ask(`${PATH}?search=${entraTenantId}`).then(demandOk))) return;
    await pause(STEP_MS);
  }
  throw new Error('The tenant is enrolled, and the list of tenants does not show it.');
}

async function administrator(gateway: string): Promise<string> {
  const answer = await fetch(`${gateway}/identity/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'Ada', role: 'GlobalAdministrator', tenants: ['*'] }),
  });
  const { access_token } = (await demandOk(answer)) as { access_token: string };
  return access_token;
}

async function demandOk(response: Response): Promise<unknown> {
  if (response.ok) return response.json();
  throw new Error(`The tenant cannot be enrolled: ${await response.text()}`);
}

function isListed(list: unknown): boolean {
  const { items } = list as { items: readonly unknown[] };
  return items.length > 0;
}
