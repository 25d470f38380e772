import type * as V1 from '@microsoft/microsoft-graph-types';
import { z } from 'zod';
import { type Call, created, noContent, ok } from '../graph/call.ts';
import { badRequest, conflict } from '../graph/errors.ts';
import { found, item, renderItem } from '../graph/item.ts';
import { list } from '../graph/list.ts';
import { action, type Route } from '../graph/route.ts';
import { guidOf } from '../model/identifiers.ts';
import { shape } from '../odata/shape.ts';
import type { Application } from '../tenant/applications.ts';
import type { Kept } from '../tenant/table.ts';

const PATH = '/applications';
const throttle = 'directory';
const read = ['Application.Read.All', 'Application.ReadWrite.All', 'Application.ReadWrite.OwnedBy'];
const write = ['Application.ReadWrite.All', 'Application.ReadWrite.OwnedBy'];

const written = <Name extends keyof V1.Application>(name: Name, otherwise: V1.Application[Name]) => ({
  [name]: ({ values }: Kept<Application>) => (values[name] ?? otherwise) as V1.Application[Name],
});

/** An application that is registered in the tenant. */
const application = shape<Kept<Application>, V1.Application>({
  type: 'microsoft.graph.application',
  properties: {
    id: ({ id }) => id,
    appId: { of: ({ appId }) => appId, filter: ['eq'] },
    displayName: { of: ({ values }) => String(values['displayName']), filter: ['eq'] },
    uniqueName: { of: ({ uniqueName }) => uniqueName, filter: ['eq'] },
    ...written('api', {}),
    ...written('appRoles', []),
    ...written('identifierUris', []),
    ...written('requiredResourceAccess', []),
    ...written('signInAudience', 'AzureADMyOrg'),
    ...written('spa', { redirectUris: [] }),
    ...written('web', { redirectUris: [] }),
  },
});

const changeBody = z.strictObject({
  displayName: z.string().min(1).max(256).optional(),
  api: z.looseObject({}).optional(),
  appRoles: z.array(z.looseObject({})).optional(),
  identifierUris: z.array(z.string()).optional(),
  requiredResourceAccess: z.array(z.looseObject({})).optional(),
  signInAudience: z.enum(['AzureADMyOrg', 'AzureADMultipleOrgs']).optional(),
  spa: z.looseObject({}).optional(),
  web: z.looseObject({}).optional(),
});

/** Twenty at most, says the reference. */
const MOST_CREDENTIALS = 20;

export const applications: readonly Route[] = [
  list({
    path: PATH,
    permissions: read,
    throttle,
    shape: application,
    rows: ({ tenant }) => tenant.applications.registered.all(),
    key: ({ number }) => number,
    page: { usual: 100, most: 999 },
  }),
  item({ path: `${PATH}/{id}`, permissions: read, throttle, shape: application, find: inPath }),
  action({
    path: PATH,
    permissions: write,
    throttle,
    body: changeBody.extend({ displayName: z.string().min(1).max(256), uniqueName: z.string().max(64).optional() }),
    run: (call, { uniqueName = null, ...values }) => {
      const { registered } = call.tenant.applications;
      const others = [...registered.all()];
      if (uniqueName && others.some((other) => other.uniqueName === uniqueName))
        throw conflict('Another object with the same value for property uniqueName already exists.');
      const appId = guidOf(`${call.tenant.id}/appId/${others.length}`);
      const added = registered.add({ appId, uniqueName, values, credentials: [] });
      return created(renderItem(application, added, call));
    },
  }),
  action({
    method: 'PATCH',
    path: `${PATH}/{id}`,
    permissions: write,
    throttle,
    body: changeBody,
    run: (call, changes) => {
      const { id, values } = found(inPath(call), call);
      call.tenant.applications.registered.change(id, { values: { ...values, ...changes } });
      return noContent;
    },
  }),
  action({
    method: 'GET',
    path: `${PATH}/{id}/federatedIdentityCredentials`,
    permissions: read,
    throttle,
    run: (call) => ok({ value: found(inPath(call), call).credentials }),
  }),
  action({
    path: `${PATH}/{id}/federatedIdentityCredentials`,
    permissions: write,
    throttle,
    body: z.strictObject({
      name: z.string().min(3).max(120),
      issuer: z.url().max(600),
      subject: z.string().min(1).max(600),
      audiences: z.array(z.string()).length(1),
    }),
    run: (call, body) => {
      const { id, credentials } = found(inPath(call), call);
      if (credentials.some(({ name }) => name === body.name)) throw conflict('A credential of that name exists.');
      if (credentials.some((other) => other.issuer === body.issuer && other.subject === body.subject))
        throw badRequest('Issuer and subject must be unique among the credentials of an application.');
      if (credentials.length >= MOST_CREDENTIALS) throw badRequest('An application has at most 20 credentials.');
      const credential = { id: guidOf(`${id}/${body.name}`), ...body };
      call.tenant.applications.registered.change(id, { credentials: [...credentials, credential] });
      return created(credential);
    },
  }),
];

function inPath({ tenant, params }: Call): Kept<Application> | undefined {
  return tenant.applications.registered.get(params['id'] ?? '');
}
