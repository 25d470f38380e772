import * as z from 'zod';
import type { Json } from '../../../shared/contracts/json.ts';
import { isGraphFailure } from '../../../shared/graph/errors.ts';
import { beta, type Graph, v1 } from '../../../shared/graph/graph.ts';
import { at, type Expression, odata, withQuery } from '../../../shared/graph/reading/odata.ts';
import { graphText } from '../graph-text.ts';
import { background, type CallContext, TryAgainAt } from '../microsoft.graph.ts';
import { isNamed, type WantedGroup, type WantedObject, type WantedProfile } from './wanted-objects.ts';

/** What there is of the wanted objects in a tenant. */
export interface ListedObjects {
  idOf(wanted: WantedObject): string | undefined;
  /** Whether it is what it has to be. What is not listed has just been made. */
  isRight(wanted: WantedObject): boolean;
  /** Groups that an Autopilot profile is assigned to. */
  assignedTo(profileId: string): readonly string[];
}

/** Lists groups and Autopilot profiles of the service: two calls, as long as a tenant has no hundreds of either. */
export async function listObjects(context: CallContext): Promise<ListedObjects> {
  const graph = background(context, 'looking for the groups and Autopilot profiles of the service');
  const groups = await groupsWhere(graph, odata`startswith(displayName,${'Modern Workplace'})`);
  const profiles = await listProfiles(graph);
  return {
    idOf: (wanted) => (wanted.kind === 'group' ? ownOf(wanted, groups) : ownOf(wanted, profiles))?.id,
    isRight(wanted) {
      if (wanted.kind === 'group') return isRightGroup(wanted, ownOf(wanted, groups));
      return isRightProfile(wanted, ownOf(wanted, profiles));
    },
    assignedTo: (profileId) => profiles.find(({ id }) => id === profileId)?.groups ?? [],
  };
}

/** Makes an object, once, and returns its id. `maybeMadeAt`: milliseconds since 1970. Throws TryAgainAt while it is not sure. */
export async function makeObject(
  context: CallContext,
  wanted: WantedObject,
  maybeMadeAt: number | undefined,
): Promise<string> {
  const graph = background(context, `creating ${wanted.name}`);
  const outcome = await graph.perform({
    target: wanted.kind === 'group' ? v1(GROUPS) : beta(PROFILES),
    method: 'POST',
    body: wanted.kind === 'group' ? groupBody(wanted) : profileBody(wanted),
    repeat: 'key',
    before: maybeMadeAt === undefined ? { kind: 'not-sent' } : { kind: 'maybe-sent', at: maybeMadeAt },
    evidence: () => findObject(graph, wanted),
  });
  switch (outcome.kind) {
    case 'dispatched':
      return made.parse(outcome.answer.body).id;
    case 'confirmed':
      return outcome.evidence;
    case 'unclear':
      throw new TryAgainAt(outcome.lookAgainAt, 'outcome-not-visible');
    case 'unknown':
      throw new TypeError('What carries our name is found, or made anew.');
  }
}

/** Sets right what somebody has changed of an object. */
export async function repairObject(context: CallContext, wanted: WantedObject, id: string): Promise<void> {
  const graph = background(context, `setting ${wanted.name} right`);
  if (wanted.kind === 'group') {
    const { membershipRule } = wanted;
    const body = { membershipRule, membershipRuleProcessingState: 'On' };
    await graph.send({ target: v1(at`/groups/${id}`), method: 'PATCH', repeat: 'set', body });
  } else {
    const { '@odata.type': type, outOfBoxExperienceSetting } = profileBody(wanted);
    const target = beta(at`/deviceManagement/windowsAutopilotDeploymentProfiles/${id}`);
    const body = { '@odata.type': type, outOfBoxExperienceSetting };
    await graph.send({ target, method: 'PATCH', repeat: 'set', body });
  }
}

/** A rule of ours alone: a group that was taken over by its name may hold devices under older tags. */
const isRightGroup = ({ key, membershipRule }: WantedGroup, found: ListedGroup | undefined): boolean =>
  found === undefined ||
  found.uniqueName !== key ||
  (withoutBlanks(found.membershipRule) === withoutBlanks(membershipRule) && found.processing !== 'Paused');

const withoutBlanks = (rule: string | null): string => (rule ?? '').replaceAll(/\s/g, '');

/** What a device is for, and what its user may do. Names of devices are left: a company may have its own. */
const isRightProfile = ({ usage, userType }: WantedProfile, found: ListedProfile | undefined): boolean =>
  !found?.start || (found.start.deviceUsageType === usage && found.start.userType === userType);

/** Assigns an Autopilot profile to these groups and no others. */
export async function assignProfile(context: CallContext, profileId: string, groups: readonly string[]): Promise<void> {
  const graph = background(context, 'assigning an Autopilot profile to the devices that it is for');
  const assignments = groups.map((groupId) => ({
    target: { '@odata.type': '#microsoft.graph.groupAssignmentTarget', groupId },
  }));
  await graph.send({
    target: beta(at`/deviceManagement/windowsAutopilotDeploymentProfiles/${profileId}/assign`),
    method: 'POST',
    repeat: 'set',
    body: { assignments },
  });
}

/** Why nothing can be done in the tenant for now; undefined for what is worth another try, or another time. */
export function standingFailure(error: unknown): { code: string; message: string } | undefined {
  if (!isGraphFailure(error) || error.retryable) return undefined;
  return { code: error.code, message: error.message };
}

const GROUPS = '/groups';
const PROFILES = '/deviceManagement/windowsAutopilotDeploymentProfiles';

interface Listed {
  readonly id: string;
  readonly name: string | null;
  readonly uniqueName: string | null;
}

const made = z.object({ id: z.string().min(1) });

const listedGroup = z
  .object({
    id: z.string().min(1),
    displayName: graphText,
    uniqueName: graphText,
    membershipRule: graphText,
    membershipRuleProcessingState: graphText,
  })
  .transform(({ displayName, membershipRuleProcessingState: processing, ...rest }) => ({
    ...rest,
    name: displayName,
    processing,
  }));

type ListedGroup = z.output<typeof listedGroup>;

const listedProfile = z
  .object({
    id: z.string().min(1),
    displayName: graphText,
    outOfBoxExperienceSetting: z.object({ deviceUsageType: graphText, userType: graphText }).nullish(),
    assignments: z.array(z.object({ target: z.object({ groupId: graphText }) })).nullish(),
  })
  .transform(({ id, displayName, outOfBoxExperienceSetting, assignments }) => ({
    id,
    start: outOfBoxExperienceSetting,
    name: displayName,
    uniqueName: null,
    groups: (assignments ?? []).flatMap(({ target }) => target.groupId ?? []),
  }));

type ListedProfile = z.output<typeof listedProfile>;

const GROUP_FACTS = ['id', 'displayName', 'uniqueName', 'membershipRule', 'membershipRuleProcessingState'];

async function groupsWhere(graph: Graph, filter: Expression): Promise<ListedGroup[]> {
  const groups: ListedGroup[] = [];
  const path = withQuery(GROUPS, { select: GROUP_FACTS, filter, top: 999 });
  for await (const { items } of graph.pages(v1(path))) groups.push(...z.array(listedGroup).parse(items));
  return groups;
}

async function listProfiles(graph: Graph): Promise<ListedProfile[]> {
  const profiles: ListedProfile[] = [];
  for await (const { items } of graph.pages(beta(withQuery(PROFILES, { expand: 'assignments' }))))
    profiles.push(...z.array(listedProfile).parse(items));
  return profiles;
}

function ownOf<L extends Listed>({ key, name }: WantedObject, listed: readonly L[]): L | undefined {
  const own = listed.find(({ uniqueName }) => uniqueName === key);
  return own ?? listed.find((each) => each.name !== null && isNamed(each.name, name));
}

async function findObject(graph: Graph, wanted: WantedObject): Promise<string | undefined> {
  if (wanted.kind === 'group') return ownOf(wanted, await groupsWhere(graph, odata`uniqueName eq ${wanted.key}`))?.id;
  return ownOf(wanted, await listProfiles(graph))?.id;
}

function groupBody({ key, name, description, membershipRule }: WantedGroup): Json {
  return {
    displayName: name,
    description,
    uniqueName: key,
    mailEnabled: false,
    mailNickname: key,
    securityEnabled: true,
    groupTypes: ['DynamicMembership'],
    membershipRule,
    membershipRuleProcessingState: 'On',
  };
}

/** Settings of the first start, as the service has always had them: no questions that a company has answered already. */
function profileBody({ name, nameTemplate, usage, userType }: WantedProfile) {
  return {
    '@odata.type': '#microsoft.graph.azureADWindowsAutopilotDeploymentProfile',
    displayName: name,
    deviceNameTemplate: nameTemplate,
    deviceType: 'windowsPc',
    locale: usage === 'shared' ? 'os-default' : '',
    preprovisioningAllowed: true,
    hardwareHashExtractionEnabled: false,
    outOfBoxExperienceSetting: {
      deviceUsageType: usage,
      userType,
      escapeLinkHidden: usage === 'shared',
      eulaHidden: true,
      keyboardSelectionPageSkipped: false,
      privacySettingsHidden: true,
    },
  };
}
