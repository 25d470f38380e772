import type * as V1 from '@microsoft/microsoft-graph-types';
import { z } from 'zod';
import { type Call, created, noContent } from '../graph/call.ts';
import { badRequest, conflict, GraphError, notFound } from '../graph/errors.ts';
import { found, item, itemAnswer, renderItem } from '../graph/item.ts';
import { list } from '../graph/list.ts';
import { action, type Route } from '../graph/route.ts';
import { shape } from '../odata/shape.ts';
import type { Followed } from '../tenant/change-log.ts';
import { dateTime } from '../tenant/devices.ts';
import type { Subscription } from '../tenant/subscription.ts';
import type { Kept } from '../tenant/table.ts';
import { deviceScope, groupScope, userScope } from './permissions.ts';

const PATH = '/subscriptions';
const throttle = 'unpublished';
const permissions = [...new Set([...userScope.read, ...groupScope.read, ...deviceScope.read])];

/** Somebody who wants to be told of changes. */
const subscription = shape<Kept<Subscription>, V1.Subscription>({
  type: 'microsoft.graph.subscription',
  properties: {
    id: ({ id }) => id,
    applicationId: ({ app }) => app,
    changeType: ({ changeTypes }) => changeTypes.join(','),
    clientState: () => null,
    creatorId: ({ app }) => app,
    encryptionCertificate: () => null,
    encryptionCertificateId: () => null,
    expirationDateTime: ({ expiresAt }) => dateTime(expiresAt),
    includeResourceData: () => null,
    latestSupportedTlsVersion: (of) => of.latestSupportedTlsVersion,
    lifecycleNotificationUrl: (of) => of.lifecycleNotificationUrl,
    notificationQueryOptions: () => null,
    notificationUrl: (of) => of.notificationUrl,
    notificationUrlAppId: () => null,
    resource: (of) => of.resource,
  },
});

const MINUTE_MS = 60_000;
const SHORTEST_MS = 45 * MINUTE_MS;
const LONGEST_MS = 41_760 * MINUTE_MS;

const followed = { users: 'user', groups: 'group', devices: 'device' } as const satisfies Record<string, Followed>;

/** What a resource such as `/users` is about; undefined for one that nobody can subscribe to. */
export function followedBy(resource: string): Followed | undefined {
  const name = resource.replace(/^\//, '').replace(/\/$/, '');
  return Object.entries(followed).find(([each]) => each === name)?.[1];
}

/** The collection that a kind of object is found in. */
export const collectionOf: Readonly<Record<Followed, string>> = { user: 'Users', group: 'Groups', device: 'Devices' };

const changeTypes = z
  .string()
  .transform((text) => text.split(',').map((part) => part.trim()))
  .pipe(z.array(z.enum(['created', 'updated', 'deleted'])).min(1));

/** Graph itself takes HTTPS alone; on this machine there is also the loopback. */
const receiver = z
  .url()
  .max(2_048)
  .refine((text) => isReceiver(new URL(text)), 'a notification URL is an HTTPS address, or one on the loopback');

export const subscriptions: readonly Route[] = [
  action({
    path: PATH,
    permissions,
    throttle,
    body: z.strictObject({
      changeType: changeTypes,
      notificationUrl: receiver,
      lifecycleNotificationUrl: receiver.nullish(),
      resource: z.string().max(500),
      expirationDateTime: z.iso.datetime({ offset: true }),
      clientState: z.string().max(128).nullish(),
      latestSupportedTlsVersion: z.enum(['v1_0', 'v1_1', 'v1_2', 'v1_3']).optional(),
    }),
    run: async (call, body) => {
      const { tenant, app } = call;
      if (!followedBy(body.resource)) throw badRequest(`Resource '${body.resource}' cannot be subscribed to.`);
      const draft: Subscription = {
        app,
        resource: body.resource,
        changeTypes: body.changeType,
        notificationUrl: body.notificationUrl,
        lifecycleNotificationUrl: body.lifecycleNotificationUrl ?? null,
        clientState: body.clientState ?? null,
        expiresAt: expiry(body.expirationDateTime, call),
        latestSupportedTlsVersion: body.latestSupportedTlsVersion ?? 'v1_2',
      };
      demandNew(draft, call);
      for (const url of new Set([draft.notificationUrl, draft.lifecycleNotificationUrl ?? draft.notificationUrl]))
        await validate(url, call);
      return created(renderItem(subscription, tenant.subscriptions.add(draft), call));
    },
  }),
  list({
    path: PATH,
    permissions,
    throttle,
    shape: subscription,
    rows: (call) => [...call.tenant.subscriptions.all()].filter((each) => isMine(each, call)),
    key: ({ number }) => number,
    page: { usual: 100, most: 100 },
    options: ['$skiptoken'],
  }),
  item({ path: `${PATH}/{id}`, permissions, throttle, shape: subscription, find: inPath }),
  action({
    method: 'PATCH',
    path: `${PATH}/{id}`,
    permissions,
    throttle,
    body: z.strictObject({
      expirationDateTime: z.iso.datetime({ offset: true }).optional(),
      notificationUrl: receiver.optional(),
    }),
    run: async (call, { expirationDateTime, notificationUrl }) => {
      const { id } = found(inPath(call), call);
      if (notificationUrl !== undefined) await validate(notificationUrl, call);
      const after = call.tenant.subscriptions.change(id, {
        ...(expirationDateTime !== undefined && { expiresAt: expiry(expirationDateTime, call) }),
        ...(notificationUrl !== undefined && { notificationUrl }),
      });
      return itemAnswer(subscription, found(after, call), call);
    },
  }),
  action({
    path: `${PATH}/{id}/reauthorize`,
    permissions,
    throttle,
    run: (call) => {
      found(inPath(call), call);
      return noContent;
    },
  }),
  action({
    method: 'DELETE',
    path: `${PATH}/{id}`,
    permissions,
    throttle,
    run: (call) => {
      const { id } = found(inPath(call), call);
      if (!call.tenant.subscriptions.remove(id)) throw notFound(id);
      return noContent;
    },
  }),
];

function isReceiver({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || (protocol === 'http:' && ['127.0.0.1', '[::1]', 'localhost'].includes(hostname));
}

const isMine = ({ app, expiresAt }: Subscription, call: Call) => app === call.app && expiresAt > call.now;

function inPath(call: Call): Kept<Subscription> | undefined {
  const of = call.tenant.subscriptions.get(call.params['id'] ?? '');
  return of && isMine(of, call) ? of : undefined;
}

function expiry(text: string, { now }: Call): number {
  const at = Date.parse(text);
  if (at > now + LONGEST_MS) throw badRequest('Subscription expiration can only be 41760 minutes in the future.');
  return Math.max(at, now + SHORTEST_MS);
}

function demandNew({ resource, changeTypes }: Subscription, call: Call): void {
  const known = [...call.tenant.subscriptions.all()].find(
    (each) => isMine(each, call) && each.resource === resource && each.changeTypes.join() === changeTypes.join(),
  );
  if (known) throw conflict(`Subscription Id already exists for the requested combination: ${known.id}.`);
}

/** The receiver proves that it wants notifications by saying the token back. */
async function validate(url: string, call: Call): Promise<void> {
  const token = `Validation: Testing client application reachability for subscription Request-Id: ${call.requestId}`;
  const at = new URL(url);
  at.searchParams.set('validationToken', token);
  const request = new Request(at, { method: 'POST', headers: { 'content-type': 'text/plain; charset=utf-8' } });
  const answer = await call.deliver(request).catch(() => undefined);
  const isPlain = answer?.headers.get('content-type')?.startsWith('text/plain');
  if (answer?.status === 200 && isPlain && (await answer.text()) === token) return;
  throw new GraphError(400, 'ValidationError', 'Subscription validation request failed. The token was not said back.');
}
