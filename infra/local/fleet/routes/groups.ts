import type * as V1 from '@microsoft/microsoft-graph-types';
import { z } from 'zod';
import { type Call, created, noContent } from '../graph/call.ts';
import { delta } from '../graph/delta.ts';
import { badRequest } from '../graph/errors.ts';
import { found, item, renderItem } from '../graph/item.ts';
import { list } from '../graph/list.ts';
import { action, type Route } from '../graph/route.ts';
import type { Group } from '../model/groups.ts';
import { shape } from '../odata/shape.ts';
import { dateTime, directoryObjectId } from '../tenant/devices.ts';
import { deviceMembers, groupId, groupsOf, tagsIn } from '../tenant/groups.ts';
import { addMember, changed, groupInPath, memberIn, memberLink } from './group-members.ts';
import { groupScope } from './permissions.ts';

const throttle = 'directory';
const { read } = groupScope;

/** A security group of the directory. */
const group = shape<Group, V1.Group>({
  type: 'microsoft.graph.group',
  properties: {
    id: { of: ({ index }, { tenant }) => groupId(tenant, index), filter: ['eq'] },
    createdDateTime: (of, call) => dateTime(facts(of, call)?.createdAt ?? call.tenant.fleet.start),
    description: (of, call) => facts(of, call)?.description ?? null,
    displayName: { of: (of, call) => nameOf(of, call), filter: ['eq', 'ne', 'startswith', 'in'], orderBy: true },
    groupTypes: { of: ({ rule }) => (rule === undefined ? [] : ['DynamicMembership']), filter: ['any'] },
    isAssignableToRole: ({ roleAssignable }) => roleAssignable,
    mail: () => null,
    mailEnabled: { of: () => false, filter: ['eq'] },
    mailNickname: {
      of: (of, call) => facts(of, call)?.mailNickname ?? `group${of.index}`,
      filter: ['eq', 'startswith'],
    },
    membershipRule: ({ rule }) => rule ?? null,
    membershipRuleProcessingState: ({ rule }) => (rule === undefined ? null : 'On'),
    securityEnabled: { of: () => true, filter: ['eq'] },
    uniqueName: { of: (of, call) => facts(of, call)?.uniqueName ?? null, filter: ['eq', 'startswith'] },
  },
});

const newGroup = z.strictObject({
  displayName: z.string().min(1).max(256),
  description: z.string().max(1_024).optional(),
  mailEnabled: z.literal(false),
  mailNickname: z.string().min(1).max(64),
  securityEnabled: z.literal(true),
  uniqueName: z.string().max(256).optional(),
  groupTypes: z.array(z.literal('DynamicMembership')).max(1).optional(),
  membershipRule: z.string().max(3_072).optional(),
  membershipRuleProcessingState: z.literal('On').optional(),
});

export const groups: readonly Route[] = [
  list({
    path: '/groups',
    permissions: read,
    throttle,
    units: 3,
    shape: group,
    rows: ({ tenant }) => groupsOf(tenant),
    key: ({ index }) => index,
    page: { usual: 100, most: 999 },
  }),
  delta({
    path: '/groups/delta',
    permissions: read,
    throttle,
    units: 3,
    shape: group,
    kind: 'group',
    rows: ({ tenant }) => groupsOf(tenant),
    key: ({ index }) => index,
    find: ({ tenant }, index) => groupsOf(tenant).find((each) => each.index === index),
    idOf: ({ tenant }, index) => groupId(tenant, index),
    members: {
      of: (each, { tenant, now }) =>
        deviceMembers(tenant, each, now).map((device) => directoryObjectId(tenant, device)),
      changed: ({ tenant, now }, from) =>
        tenant.fleet.groups
          .changes()
          .slice(from)
          .map((change) => ({
            ...change,
            id: directoryObjectId(tenant, change.device),
            shows: tenant.fleet.visibleAt(change.device, 'groupMembers', change.time) <= now,
          })),
      count: ({ tenant }) => tenant.fleet.groups.changes().length,
      type: '#microsoft.graph.device',
    },
  }),
  item({ path: '/groups/{id}', permissions: read, throttle, units: 3, shape: group, find: groupInPath }),
  action({
    path: '/groups',
    permissions: groupScope.create,
    throttle,
    units: 1,
    body: newGroup,
    run: (call, body) => {
      const { tenant, now } = call;
      const { displayName, membershipRule, uniqueName } = body;
      if (membershipRule !== undefined && !tagsIn(membershipRule))
        throw badRequest(`Dynamic membership rule validation error: '${membershipRule}'.`);
      if (uniqueName !== undefined && groupsOf(tenant).some((each) => facts(each, call)?.uniqueName === uniqueName))
        throw badRequest('Another object with the same value for property uniqueName already exists.');
      const made = tenant.fleet.groups.create({
        displayName,
        nested: [],
        roleAssignable: false,
        ...(membershipRule !== undefined && { rule: membershipRule }),
      });
      const { description, mailNickname } = body;
      tenant.groupFacts.set(made.index, {
        mailNickname,
        createdAt: now,
        ...(description !== undefined && { description }),
        ...(uniqueName !== undefined && { uniqueName }),
      });
      tenant.changes.add({ time: now, kind: 'group', index: made.index, what: 'created' });
      return created(renderItem(group, made, call));
    },
  }),
  action({
    method: 'PATCH',
    path: '/groups/{id}',
    permissions: [...groupScope.write, 'GroupMember.ReadWrite.All'],
    throttle,
    body: z.strictObject({
      displayName: z.string().min(1).max(256).optional(),
      description: z.string().max(1_024).optional(),
      membershipRule: z.string().max(3_072).optional(),
      membershipRuleProcessingState: z.literal('On').optional(),
      'members@odata.bind': z.array(memberLink).min(1).max(20).optional(),
    }),
    run: (call, body) => {
      const of = found(groupInPath(call), call);
      const devices = (body['members@odata.bind'] ?? []).map((link) => memberIn(link, call));
      const { displayName, description } = body;
      const named = {
        ...(displayName !== undefined && { displayName }),
        ...(description !== undefined && { description }),
      };
      if (Object.keys(named).length > 0) {
        call.tenant.groupFacts.set(of.index, { ...facts(of, call), ...named });
        changed(of, Object.keys(named), call);
      }
      if (body.membershipRule !== undefined) {
        if (of.rule === undefined || !tagsIn(body.membershipRule))
          throw badRequest(`Dynamic membership rule validation error: '${body.membershipRule}'.`);
        call.tenant.fleet.groups.rule(of.index, body.membershipRule);
        changed(of, ['membershipRule'], call);
      }
      // All or nothing: every link was resolved before the first is added.
      for (const device of devices) addMember(of, device, call);
      return noContent;
    },
  }),
  action({
    method: 'DELETE',
    path: '/groups/{id}',
    permissions: groupScope.write,
    throttle,
    run: (call) => {
      const of = found(groupInPath(call), call);
      const { tenant, now } = call;
      tenant.groupFacts.set(of.index, { ...facts(of, call), deletedAt: now });
      if (tenant.fleet.policies.get(of.index)) tenant.fleet.policies.set(of.index, undefined);
      tenant.changes.add({ time: now, kind: 'group', index: of.index, what: 'deleted' });
      return noContent;
    },
  }),
];

const facts = ({ index }: Group, { tenant }: Call) => tenant.groupFacts.get(index);

const nameOf = (of: Group, call: Call) => facts(of, call)?.displayName ?? of.displayName;
