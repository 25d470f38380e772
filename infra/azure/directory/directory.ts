import { z } from 'zod';
import type { MicrosoftPermission } from '../../../shared/contracts/microsoft-permissions.ts';

/** Microsoft's own APIs, by the application ids that they have in every tenant. */
export const API_IDS = {
  graph: '00000003-0000-0000-c000-000000000000',
  defender: 'fc780465-2017-40d4-a0c5-307022471b92',
} as const;

/** An API as it is in this tenant: its permissions by name. */
export interface Api {
  /** Object id of its service principal. */
  readonly id: string;
  /** Ids of the permissions. */
  readonly roles: ReadonlyMap<string, string>;
}

/** An application as the directory has it. */
export interface Application {
  /** Object id. */
  readonly id: string;
  readonly appId: string;
  readonly values: unknown;
}

export interface Grant {
  readonly principalId: string;
  readonly resourceId: string;
  readonly appRoleId: string;
}

/** The few calls to the directory that are needed here. Each throws what Microsoft answers. */
export interface Directory {
  /** Those of Microsoft's APIs that the grants are about. */
  apis(grants: readonly MicrosoftPermission[]): Promise<ReadonlyMap<MicrosoftPermission['api'], Api>>;
  application(uniqueName: string): Promise<Application | undefined>;
  register(values: object): Promise<Application>;
  change(id: string, values: object): Promise<void>;
  credentials(id: string): Promise<readonly { readonly issuer: string; readonly subject: string }[]>;
  trust(id: string, credential: object): Promise<void>;
  /** Id of the application in this tenant. */
  principal(appId: string): Promise<string | undefined>;
  enter(appId: string): Promise<string>;
  /** Takes an application out of this tenant; what was granted to it goes with it. */
  remove(principalId: string): Promise<void>;
  grantsOf(principalId: string): Promise<readonly Grant[]>;
  grant(grant: Grant): Promise<void>;
}

export interface DirectoryOptions {
  /** Without a version; the worldwide service when absent. */
  readonly baseUrl?: string;
  token(): Promise<string>;
}

const applicationBody = z.looseObject({ id: z.string(), appId: z.string() });
const principalBody = z.object({ id: z.string() });
const apiBody = z.object({
  id: z.string(),
  appRoles: z.array(z.object({ id: z.string(), value: z.string().nullish() })),
});
const credentialBody = z.object({ issuer: z.string(), subject: z.string() });
const grantBody = z.object({ principalId: z.string(), resourceId: z.string(), appRoleId: z.string() });
const listOf = <T extends z.ZodType>(each: T) => z.object({ value: z.array(each) });

/** The directory of the tenant that the token is for. */
export function openDirectory(options: DirectoryOptions): Directory {
  const ask = (method: string, path: string, body?: object) => call(options, method, path, body);
  const first = async <T extends z.ZodType>(path: string, each: T, filter: string) =>
    listOf(each).parse(await ask('GET', `${path}?$filter=${encodeURIComponent(filter)}`)).value[0];
  const stored = (body: unknown): Application => {
    const { id, appId, ...values } = applicationBody.parse(body);
    return { id, appId, values };
  };
  return {
    async apis(grants) {
      const wanted = [...new Set(grants.map(({ api }) => api))];
      const found = await Promise.all(
        wanted.map(async (api) => {
          const body = await first('/servicePrincipals', apiBody, `appId eq '${API_IDS[api]}'`);
          if (!body) return undefined;
          const roles = new Map(body.appRoles.map(({ id, value }) => [value ?? '', id]));
          return [api, { id: body.id, roles }] as const;
        }),
      );
      return new Map(found.filter((each) => each !== undefined));
    },
    async application(uniqueName) {
      const body = await first('/applications', applicationBody, `uniqueName eq '${uniqueName}'`);
      return body && stored(body);
    },
    register: async (values) => stored(await ask('POST', '/applications', values)),
    change: async (id, values) => void (await ask('PATCH', `/applications/${id}`, values)),
    async credentials(id) {
      const body = await ask('GET', `/applications/${id}/federatedIdentityCredentials`);
      return listOf(credentialBody).parse(body).value;
    },
    async trust(id, credential) {
      await ask('POST', `/applications/${id}/federatedIdentityCredentials`, credential);
    },
    principal: async (appId) => (await first('/servicePrincipals', principalBody, `appId eq '${appId}'`))?.id,
    enter: async (appId) => principalBody.parse(await ask('POST', '/servicePrincipals', { appId })).id,
    remove: async (principalId) => void (await ask('DELETE', `/servicePrincipals/${principalId}`)),
    async grantsOf(principalId) {
      const body = await ask('GET', `/servicePrincipals/${principalId}/appRoleAssignments?$top=999`);
      return listOf(grantBody).parse(body).value;
    },
    async grant(grant) {
      await ask('POST', `/servicePrincipals/${grant.resourceId}/appRoleAssignedTo`, grant);
    },
  };
}

const errorBody = z.object({ error: z.object({ code: z.string(), message: z.string() }) });

async function call(
  { baseUrl = 'https://graph.microsoft.com', token }: DirectoryOptions,
  method: string,
  path: string,
  body: object | undefined,
): Promise<unknown> {
  const response = await fetch(`${baseUrl}/v1.0${path}`, {
    method,
    headers: { authorization: `Bearer ${await token()}`, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (response.ok) return text ? JSON.parse(text) : undefined;
  const { data } = errorBody.safeParse(parsed(text));
  throw new Error(`${method} ${path}: ${response.status} ${data ? `${data.error.code}: ${data.error.message}` : ''}`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
