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
  /** Groups that an Autopilot profile is assigned to. */
  assignedTo(profileId: string): readonly string[];
}

/** Lists groups and Autopilot profiles of the service: two calls, as long as a tenant has no hundreds of either. */
export async function listObjects(context: CallContext): Promise<ListedObjects> {
  const graph = background(context, 'looking for the groups and Autopilot profiles of the service');
  const groups = await groupsWhere(graph, odata`startswith(displayName,${'Modern Workplace'})`);
  const profiles = await listProfiles(graph);
  return {
    idOf: (wanted) => (wanted.kind === 'group' ? ownOf(wanted, groups) : ownOf(wanted, profiles)),
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
  .object({ id: z.string().min(1), displayName: graphText, uniqueName: graphText })
  .transform(({ displayName, ...rest }): Listed => ({ ...rest, name: displayName }));

const listedProfile = z
  .object({
    id: z.string().min(1),
    displayName: graphText,
    assignments: z.array(z.object({ target: z.object({ groupId: graphText }) })).nullish(),
  })
  .transform(({ id, displayName, assignments }) => ({
    id,
    name: displayName,
    uniqueName: null,
    groups: (assignments ?? []).flatMap(({ target }) => target.groupId ?? []),
  }));

async function groupsWhere(graph: Graph, filter: Expression): Promise<Listed[]> {
  const groups: Listed[] = [];
  const path = withQuery(GROUPS, { select: ['id', 'displayName', 'uniqueName'], filter, top: 999 });
  for await (const { items } of graph.pages(v1(path))) groups.push(...z.array(listedGroup).parse(items));
  return groups;
}

async function listProfiles(graph: Graph) {
  const profiles: z.output<typeof listedProfile>[] = [];
  for await (const { items } of graph.pages(beta(withQuery(PROFILES, { expand: 'assignments' }))))
    profiles.push(...z.array(listedProfile).parse(items));
  return profiles;
}

function ownOf({ key, name }: WantedObject, listed: readonly Listed[]): string | undefined {
  const own = listed.find(({ uniqueName }) => uniqueName === key);
  return (own ?? listed.find((each) => each.name !== null && isNamed(each.name, name)))?.id;
}

async function findObject(graph: Graph, wanted: WantedObject): Promise<string | undefined> {
  const listed =
    wanted.kind === 'group' ? await groupsWhere(graph, odata`uniqueName eq ${wanted.key}`) : await listProfiles(graph);
  return ownOf(wanted, listed);
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
function profileBody({ name, nameTemplate, usage, userType }: WantedProfile): Json {
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
