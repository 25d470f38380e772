import type * as V1 from '@microsoft/microsoft-graph-types';
import { z } from 'zod';
import { type Call, created, noContent } from '../graph/call.ts';
import { badRequest, conflict } from '../graph/errors.ts';
import { found, renderItem } from '../graph/item.ts';
import { list } from '../graph/list.ts';
import { action, type Route } from '../graph/route.ts';
import { shape } from '../odata/shape.ts';
import type { AppRoleAssignment, ServicePrincipal } from '../tenant/applications.ts';
import type { Kept } from '../tenant/table.ts';

const PATH = '/servicePrincipals';
const throttle = 'directory';
const read = ['Application.Read.All', 'Application.ReadWrite.All'];
const assign = ['AppRoleAssignment.ReadWrite.All'];
const page = { usual: 100, most: 999 };

/** An application as this tenant knows it. */
const servicePrincipal = shape<Kept<ServicePrincipal>, V1.ServicePrincipal>({
  type: 'microsoft.graph.servicePrincipal',
  properties: {
    id: ({ id }) => id,
    appId: { of: ({ appId }) => appId, filter: ['eq'] },
    displayName: { of: ({ displayName }) => displayName, filter: ['eq'] },
    appRoles: ({ appRoles }) =>
      appRoles.map(({ id, value }) => ({ id, value, isEnabled: true, allowedMemberTypes: ['Application'] })),
  },
});

/** A permission that somebody has been granted. */
const appRoleAssignment = shape<Kept<AppRoleAssignment>, V1.AppRoleAssignment>({
  type: 'microsoft.graph.appRoleAssignment',
  properties: {
    id: ({ id }) => id,
    appRoleId: ({ appRoleId }) => appRoleId,
    principalId: ({ principalId }) => principalId,
    principalType: () => 'ServicePrincipal',
    resourceId: ({ resourceId }) => resourceId,
    resourceDisplayName: ({ resourceId }, { tenant }) =>
      tenant.applications.principals.get(resourceId)?.displayName ?? null,
  },
});

export const servicePrincipals: readonly Route[] = [
  list({
    path: PATH,
    permissions: read,
    throttle,
    shape: servicePrincipal,
    rows: ({ tenant }) => tenant.applications.principals.all(),
    key: ({ number }) => number,
    page,
  }),
  action({
    path: PATH,
    permissions: ['Application.ReadWrite.All', 'Application.ReadWrite.OwnedBy'],
    throttle,
    body: z.strictObject({ appId: z.guid() }),
    run: (call, { appId }) => {
      const { principals, registered } = call.tenant.applications;
      const application = [...registered.all()].find((each) => each.appId === appId);
      if (!application)
        throw badRequest(`The appId '${appId}' of the service principal does not reference a valid application.`);
      if ([...principals.all()].some((each) => each.appId === appId))
        throw conflict(`The service principal cannot be created: one with the appId '${appId}' exists.`);
      const displayName = String(application.values['displayName']);
      return created(renderItem(servicePrincipal, principals.add({ appId, displayName, appRoles: [] }), call));
    },
  }),
  action({
    method: 'DELETE',
    path: `${PATH}/{id}`,
    permissions: ['Application.ReadWrite.All', 'Application.ReadWrite.OwnedBy'],
    throttle,
    run: (call) => {
      const { id } = found(inPath(call), call);
      const { assignments, principals } = call.tenant.applications;
      const own = [...assignments.all()].filter(({ principalId }) => principalId === id);
      for (const assignment of own) assignments.remove(assignment.id);
      principals.remove(id);
      return noContent;
    },
  }),
  list({
    path: `${PATH}/{id}/appRoleAssignments`,
    permissions: read,
    throttle,
    shape: appRoleAssignment,
    rows: (call) => {
      const { id } = found(inPath(call), call);
      return [...call.tenant.applications.assignments.all()].filter(({ principalId }) => principalId === id);
    },
    key: ({ number }) => number,
    page,
  }),
  action({
    path: `${PATH}/{id}/appRoleAssignedTo`,
    permissions: assign,
    throttle,
    body: z.strictObject({ principalId: z.guid(), resourceId: z.guid(), appRoleId: z.guid() }),
    run: (call, body) => {
      const resource = found(inPath(call), call);
      const { assignments, principals } = call.tenant.applications;
      if (body.resourceId !== resource.id || !principals.get(body.principalId))
        throw badRequest('Not a valid reference.');
      if (!resource.appRoles.some(({ id }) => id === body.appRoleId))
        throw badRequest('Permission being assigned was not found on application.');
      const isKnown = [...assignments.all()].some(
        ({ principalId, appRoleId }) => principalId === body.principalId && appRoleId === body.appRoleId,
      );
      if (isKnown) throw badRequest('Permission being assigned already exists on the object.');
      return created(renderItem(appRoleAssignment, assignments.add(body), call));
    },
  }),
  action({
    method: 'DELETE',
    path: `${PATH}/{id}/appRoleAssignedTo/{assignment}`,
    permissions: assign,
    throttle,
    run: (call) => {
      found(inPath(call), call);
      found(call.tenant.applications.assignments.get(call.params['assignment'] ?? ''), call);
      call.tenant.applications.assignments.remove(call.params['assignment'] ?? '');
      return noContent;
    },
  }),
];

function inPath({ tenant, params }: Call): Kept<ServicePrincipal> | undefined {
  return tenant.applications.principals.get(params['id'] ?? '');
}
