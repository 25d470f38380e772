import { z } from 'zod';
import { type Call, created, ok } from '../graph/call.ts';
import { badRequest, GraphError, notFound } from '../graph/errors.ts';
import { found, item, renderItem } from '../graph/item.ts';
import { list } from '../graph/list.ts';
import { action, type Route } from '../graph/route.ts';
import { type Action, isForDefender, type MachineAction } from '../model/actions.ts';
import { isIsolated } from '../model/isolation.ts';
import { shape } from '../odata/shape.ts';
import { dateTime, machineId } from '../tenant/devices.ts';
import { dnsName, machineInPath } from './machines.ts';
import { machinesScope } from './permissions.ts';

const api = 'defender';
const throttle = 'defender';
const { read } = machinesScope;

/** What Defender is asked to do to a device; it is done once the device can be reached. */
interface MachineActionResource {
  readonly id: string;
  readonly type: MachineAction;
  readonly scope: 'Full' | 'Selective' | 'Quick' | null;
  readonly requestor: string;
  readonly requestorComment: string;
  readonly requestSource: 'PublicApi';
  readonly externalID: string | null;
  readonly status: 'Pending' | 'InProgress' | 'Succeeded' | 'Failed' | 'TimeOut' | 'Cancelled';
  readonly machineId: string;
  readonly computerDnsName: string;
  readonly creationDateTimeUtc: string;
  readonly lastUpdateDateTimeUtc: string;
  readonly cancellationRequestor: string | null;
  readonly cancellationComment: string | null;
  readonly cancellationDateTimeUtc: string | null;
}

const machineAction = shape<Action, MachineActionResource>({
  type: 'microsoft.windowsDefenderATP.api.machineAction',
  properties: {
    id: { of: ({ index }, { tenant }) => tenant.fleet.ids.of('machineAction', index), filter: ['eq', 'in'] },
    type: { of: ({ kind }) => kind as MachineAction, filter: ['eq', 'in'] },
    scope: scopeOf,
    requestor: { of: (of, call) => notes(of, call)?.requestor ?? '', filter: ['eq'] },
    requestorComment: (of, call) => notes(of, call)?.comment ?? '',
    requestSource: () => 'PublicApi',
    externalID: (of, call) => notes(of, call)?.externalId ?? null,
    status: { of: ({ state }) => STATUSES[state], filter: ['eq', 'in'] },
    machineId: { of: ({ device }, { tenant }) => machineId(tenant, device), filter: ['eq'] },
    computerDnsName: ({ device }, call) => dnsName(device, call),
    creationDateTimeUtc: { of: ({ requestedAt }) => dateTime(requestedAt), filter: ['ge', 'gt', 'le', 'lt'] },
    lastUpdateDateTimeUtc: ({ changedAt }) => dateTime(changedAt),
    cancellationRequestor: (of, call) => notes(of, call)?.cancelledBy?.requestor ?? null,
    cancellationComment: (of, call) => notes(of, call)?.cancelledBy?.comment ?? null,
    cancellationDateTimeUtc: (of, call) => {
      const time = notes(of, call)?.cancelledBy?.time;
      return time === undefined ? null : dateTime(time);
    },
  },
});

const comment = z.string().min(1).max(4_000);
const ExternalId = z.string().max(128).optional();
const plain = z.strictObject({ Comment: comment, ExternalId });

export const machineActions: readonly Route[] = [
  order(
    'isolate',
    'Isolate',
    ['Machine.Isolate'],
    plain.extend({ IsolationType: z.enum(['Full', 'Selective', 'UnManagedDevice']) }),
    ({ IsolationType }) => IsolationType === 'Full',
  ),
  order('unisolate', 'Unisolate', ['Machine.Isolate'], plain),
  order('restrictCodeExecution', 'RestrictCodeExecution', ['Machine.RestrictExecution'], plain),
  order('unrestrictCodeExecution', 'UnrestrictCodeExecution', ['Machine.RestrictExecution'], plain),
  order(
    'runAntiVirusScan',
    'RunAntiVirusScan',
    ['Machine.Scan'],
    plain.extend({ ScanType: z.enum(['Quick', 'Full']) }),
    ({ ScanType }) => ScanType === 'Full',
  ),
  order('collectInvestigationPackage', 'CollectInvestigationPackage', ['Machine.CollectForensics'], plain),
  order(
    'StopAndQuarantineFile',
    'StopAndQuarantineFile',
    ['Machine.StopAndQuarantine'],
    plain.extend({ Sha1: z.string().regex(/^[0-9a-fA-F]{40}$/) }),
  ),
  list({
    api,
    path: '/machineactions',
    permissions: read,
    throttle,
    shape: machineAction,
    rows: ({ tenant }) => tenant.fleet.actions.all().filter(({ kind }) => isForDefender(kind)),
    key: ({ index }) => index,
    page: { usual: 10_000, most: 10_000 },
    options: ['$filter', '$top', '$skip', '$skiptoken'],
  }),
  item({ api, path: '/machineactions/{id}', permissions: read, throttle, shape: machineAction, find: actionInPath }),
  action({
    api,
    path: '/machineactions/{id}/cancel',
    permissions: [
      'Machine.Isolate',
      'Machine.Scan',
      'Machine.RestrictExecution',
      'Machine.CollectForensics',
      'Machine.StopAndQuarantine',
    ],
    throttle,
    body: z.strictObject({ Comment: comment }),
    run: (call, { Comment }) => {
      const of = found(actionInPath(call), call);
      const { tenant, app, now } = call;
      if (!tenant.fleet.actions.cancel(of.index)) throw badRequest('The action can no longer be cancelled.');
      const before = notes(of, call) ?? { comment: '', requestor: '', externalId: null };
      tenant.actionNotes.set(of.index, { ...before, cancelledBy: { requestor: app, comment: Comment, time: now } });
      return ok(renderItem(machineAction, found(actionInPath(call), call), call));
    },
  }),
  action({
    api,
    method: 'GET',
    path: '/machineactions/{id}/getPackageUri',
    permissions: ['Machine.CollectForensics', ...read],
    throttle,
    run: (call) => {
      const of = found(actionInPath(call), call);
      if (of.kind !== 'CollectInvestigationPackage' || of.state !== 'done') throw notFound(call.params['id'] ?? '');
      return ok({ value: `https://packages.example/${call.params['id']}.zip` });
    },
  }),
];

function order<Body extends z.infer<typeof plain>>(
  name: string,
  kind: MachineAction,
  permissions: readonly string[],
  body: z.ZodType<Body>,
  isFull: (body: Body) => boolean = () => false,
): Route {
  return action({
    api,
    path: `/machines/{id}/${name}`,
    permissions,
    throttle,
    body,
    run: (call, given) => {
      const device = found(machineInPath(call), call);
      const { tenant, app } = call;
      demandIdle(device, kind, call);
      const ordered = tenant.fleet.actions.request(kind, device, { full: isFull(given) });
      tenant.actionNotes.set(ordered.index, {
        comment: given.Comment,
        requestor: app,
        externalId: given.ExternalId ?? null,
      });
      return created(renderItem(machineAction, ordered, call));
    },
  });
}

function demandIdle(device: number, kind: MachineAction, { tenant, now }: Call): void {
  const isOpen = tenant.fleet.actions
    .of(device)
    .some((each) => each.kind === kind && (each.state === 'pending' || each.state === 'active'));
  if (isOpen) throw new GraphError(400, 'ActiveRequestAlreadyExists', 'Action is already in progress.');
  if (kind === 'Unisolate' && !isIsolated(tenant.fleet.columns, device, now) && !wasIsolated(device, { tenant }))
    throw new GraphError(400, 'BadRequest', 'The machine is not isolated.');
}

/** Selective isolation leaves no mark on the device, only the action that made it. */
function wasIsolated(device: number, { tenant }: Pick<Call, 'tenant'>): boolean {
  const last = tenant.fleet.actions
    .of(device)
    .findLast(({ kind, state }) => (kind === 'Isolate' || kind === 'Unisolate') && state === 'done');
  return last?.kind === 'Isolate';
}

const STATUSES = {
  pending: 'Pending',
  active: 'InProgress',
  done: 'Succeeded',
  failed: 'Failed',
  canceled: 'Cancelled',
  timedOut: 'TimeOut',
} as const;

function scopeOf({ kind, full }: Action): MachineActionResource['scope'] {
  if (kind === 'Isolate') return full ? 'Full' : 'Selective';
  if (kind === 'RunAntiVirusScan') return full ? 'Full' : 'Quick';
  return null;
}

const notes = ({ index }: Action, { tenant }: Call) => tenant.actionNotes.get(index);

function actionInPath({ tenant, params }: Call): Action | undefined {
  const named = tenant.fleet.ids.read(params['id'] ?? '');
  const of = named?.kind === 'machineAction' ? tenant.fleet.actions.all()[named.index] : undefined;
  return of && isForDefender(of.kind) ? of : undefined;
}
