import * as z from 'zod';
import { RINGS, type Ring } from '../../../shared/contracts/events/update-events.ts';
import { beta, type Graph, v1 } from '../../../shared/graph/graph.ts';
import { at, withQuery } from '../../../shared/graph/reading/odata.ts';
import { differing, endsSoon, type OrdersByRing, ringOfPolicy, wantedPolicy } from './ring-policy.ts';
import type { Drift, IdByRing } from './ring-setup.ts';

const TYPE = '#microsoft.graph.windowsUpdateForBusinessConfiguration';
const PATH = '/deviceManagement/deviceConfigurations';

const policyBody = z.looseObject({
  id: z.string(),
  displayName: z.string(),
  assignments: z.array(z.looseObject({ target: z.looseObject({ groupId: z.string().nullish() }) })).default([]),
  qualityUpdatesPauseStartDate: z.string().nullish(),
  qualityUpdatesPauseExpiryDateTime: z.string().nullish(),
});

type Policy = z.infer<typeof policyBody>;

export interface Enforcement {
  readonly groups: IdByRing;
  /** What is to be said now, and what was said last: null before anything was. */
  readonly orders: OrdersByRing;
  readonly before: OrdersByRing | null;
  readonly now: number;
}

export interface EnforcedPolicies {
  readonly ids: IdByRing;
  /** What somebody else had changed. */
  readonly drift: Drift;
}

/**
 * Brings the four policies to what they should be: made where they are missing, changed where they differ, assigned to their
 * ring's group alone, and pauses kept from lapsing. One call when nothing is to be done.
 */
export async function enforcePolicies(graph: Graph, enforcement: Enforcement): Promise<EnforcedPolicies> {
  const { groups, orders, before, now } = enforcement;
  const found = await readPolicies(graph);
  const ids = new Map<Ring, string>();
  const drift: Drift = [];
  for (const ring of RINGS) {
    const policy = found.get(ring) ?? (await makePolicy(graph, ring, orders));
    ids.set(ring, policy.id);
    const change = differing(wantedPolicy(ring, orders[ring]), policy);
    if (Object.keys(change).length > 0)
      await write(graph, v1(pathOf(policy)), 'PATCH', { '@odata.type': TYPE, ...change });
    if (orders[ring].paused && endsSoon(policy, now))
      await write(graph, beta(`${pathOf(policy)}/extendQualityUpdatesPause`), 'POST', {});
    for (const setting of Object.keys(differing(wantedPolicy(ring, before?.[ring] ?? orders[ring]), policy)))
      drift.push({ ring, setting, found: String(policy[setting]) });
    if (await assign(graph, policy, groups[ring]))
      drift.push({ ring, setting: 'assignments', found: assignedTo(policy) });
  }
  return { ids: Object.fromEntries(ids) as IdByRing, drift };
}

async function readPolicies(graph: Graph): Promise<ReadonlyMap<Ring, Policy>> {
  const policies = new Map<Ring, Policy>();
  for await (const { items } of graph.pages(v1(withQuery(PATH, { expand: 'assignments', top: 1000 }))))
    for (const item of items) {
      const policy = policyBody.safeParse(item).data;
      const ring = policy && ringOfPolicy(policy.displayName);
      if (policy && ring && !policies.has(ring)) policies.set(ring, policy);
    }
  return policies;
}

async function makePolicy(graph: Graph, ring: Ring, orders: OrdersByRing): Promise<Policy> {
  const wanted = wantedPolicy(ring, orders[ring]);
  const { body } = await graph.send({
    target: v1(PATH),
    method: 'POST',
    repeat: 'once',
    body: { '@odata.type': TYPE, ...wanted },
  });
  return { ...wanted, ...policyBody.parse(body) };
}

/** Whether something was to be changed. */
async function assign(graph: Graph, policy: Policy, groupId: string): Promise<boolean> {
  if (assignedTo(policy) === groupId) return false;
  const target = { '@odata.type': '#microsoft.graph.groupAssignmentTarget', groupId };
  await write(graph, v1(`${pathOf(policy)}/assign`), 'POST', { assignments: [{ target }] });
  return true;
}

function assignedTo({ assignments }: Policy): string {
  return assignments.map(({ target }) => target.groupId ?? '').join(' ');
}

const pathOf = ({ id }: Policy) => at`/deviceManagement/deviceConfigurations/${id}`;

/** Sent twice, the end is the same. */
async function write(
  graph: Graph,
  target: ReturnType<typeof v1>,
  method: 'PATCH' | 'POST',
  body: object,
): Promise<void> {
  await graph.send({ target, method, repeat: 'set', body: JSON.parse(JSON.stringify(body)) });
}
