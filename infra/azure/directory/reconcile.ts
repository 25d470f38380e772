import type { MicrosoftPermission } from '../../../shared/contracts/microsoft-permissions.ts';
import { API_IDS, type Api, type Directory } from './directory.ts';

/** An application as it should be. */
export interface WantedApplication {
  /** By which it is found again. */
  readonly uniqueName: string;
  /** Properties, some of which need the application's own id; undefined before it has one. */
  values(appId: string | undefined): Readonly<Record<string, unknown>>;
  readonly credential?: {
    readonly name: string;
    readonly issuer: string;
    readonly subject: string;
    readonly audiences: readonly string[];
  };
  readonly grants: readonly MicrosoftPermission[];
}

/** What the application of that name came to. */
export interface Reconciled {
  readonly uniqueName: string;
  /** Undefined while it is only planned. */
  readonly appId: string | undefined;
  /** What was done, or would be. Empty: everything is as it should be. */
  readonly steps: readonly string[];
  /** Granted, and not asked for: a person decides whether to take it back. */
  readonly extras: readonly string[];
}

export type Mode = 'plan' | 'apply';

/** Brings an application to what it should be, or says what that would take. Run again, it finds nothing to do. */
export async function reconcile(directory: Directory, wanted: WantedApplication, mode: Mode): Promise<Reconciled> {
  const { uniqueName, credential, grants } = wanted;
  const steps: string[] = [];
  const does = async <T>(step: string, work: () => Promise<T>): Promise<T | undefined> => {
    steps.push(step);
    return mode === 'apply' ? work() : undefined;
  };

  const apis = await directory.apis(grants);
  const access = { requiredResourceAccess: requiredAccess(apis, grants) };
  const found = await directory.application(uniqueName);
  const application =
    found ??
    (await does(`register ${uniqueName}`, () =>
      directory.register({ uniqueName, ...wanted.values(undefined), ...access }),
    ));
  const values = { ...wanted.values(application?.appId), ...access };
  if (application && !includes(application.values, values))
    await does(`change ${uniqueName}`, () => directory.change(application.id, values));

  const trusted = application ? await directory.credentials(application.id) : [];
  const isTrusted = trusted.some(
    ({ issuer, subject }) => issuer === credential?.issuer && subject === credential.subject,
  );
  if (credential && !isTrusted)
    await does(`let ${uniqueName} trust the managed identity ${credential.subject}`, async () => {
      if (application) await directory.trust(application.id, credential);
    });

  const principalId =
    (application && (await directory.principal(application.appId))) ??
    (await does(`let ${uniqueName} into this tenant`, async () => application && directory.enter(application.appId)));

  const given = principalId ? await directory.grantsOf(principalId) : [];
  for (const grant of grants) {
    const role = apis.get(grant.api)?.roles.get(grant.name);
    const resourceId = apis.get(grant.api)?.id;
    if (!role || !resourceId) {
      steps.push(`CANNOT grant ${grant.name}: ${grant.api} does not offer it in this tenant`);
      continue;
    }
    if (given.some(({ appRoleId }) => appRoleId === role)) continue;
    await does(`grant ${grant.name} to ${uniqueName}`, async () => {
      if (principalId) await directory.grant({ principalId, resourceId, appRoleId: role });
    });
  }
  return { uniqueName, appId: application?.appId, steps, extras: extrasIn(given, apis, grants) };
}

type Apis = ReadonlyMap<MicrosoftPermission['api'], Api>;

/** What an administrator of another tenant is asked to consent to. */
function requiredAccess(apis: Apis, grants: readonly MicrosoftPermission[]): unknown[] {
  return [...apis].flatMap(([api, { roles }]) => {
    const resourceAccess = grants
      .filter((grant) => grant.api === api)
      .flatMap(({ name }) => roles.get(name) ?? [])
      .map((id) => ({ id, type: 'Role' }));
    return resourceAccess.length > 0 ? [{ resourceAppId: API_IDS[api], resourceAccess }] : [];
  });
}

function extrasIn(
  given: readonly { readonly appRoleId: string }[],
  apis: Apis,
  grants: readonly MicrosoftPermission[],
): string[] {
  const names = new Map([...apis.values()].flatMap(({ roles }) => [...roles].map(([name, id]) => [id, name] as const)));
  const wanted = new Set(grants.map(({ name }) => name));
  return given
    .map(({ appRoleId }) => names.get(appRoleId) ?? appRoleId)
    .filter((name) => !wanted.has(name))
    .sort();
}

/** Whether everything wanted is there already; what the directory adds of its own is no difference. */
function includes(there: unknown, wanted: unknown): boolean {
  if (Array.isArray(wanted))
    return (
      Array.isArray(there) && there.length === wanted.length && wanted.every((each, n) => includes(there[n], each))
    );
  if (typeof wanted !== 'object' || wanted === null) return there === wanted;
  if (typeof there !== 'object' || there === null) return false;
  return Object.entries(wanted).every(([key, value]) => includes((there as Record<string, unknown>)[key], value));
}
