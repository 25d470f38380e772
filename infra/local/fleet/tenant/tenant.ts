import type { Fleet } from '../model/fleet.ts';
import { groupTag, profileOf } from '../model/tenant-groups.ts';
import { type Applications, createApplications } from './applications.ts';
import type { ApprovalRequest, ApprovalType } from './approvals.ts';
import { type Autopilot, createAutopilot } from './autopilot.ts';
import { type ChangeLog, createChangeLog } from './change-log.ts';
import type { ExportJob } from './export-job.ts';
import { followFleet } from './follow-fleet.ts';
import type { GroupFacts } from './group-facts.ts';
import type { Policy } from './policies.ts';
import { rememberedNames } from './remembered-names.ts';
import type { Subscription } from './subscription.ts';
import { createTable, type Table } from './table.ts';
import type { Triage } from './triage.ts';

/** A customer's tenant: its devices, which live by themselves, and what callers have written. */
export interface Tenant {
  readonly id: string;
  readonly displayName: string;
  readonly domain: string;
  readonly fleet: Fleet;
  readonly autopilot: Autopilot;
  readonly changes: ChangeLog;
  /** What a caller said about a group, by the index of the group. */
  readonly groupFacts: Map<number, GroupFacts>;
  /** Users whose sign-in is blocked, by index. */
  readonly disabledUsers: Set<number>;
  /** Directory devices that were deleted, by index. */
  readonly deletedDevices: Set<number>;
  readonly updateRings: Table<Policy>;
  readonly autopilotProfiles: Table<Policy>;
  readonly exportJobs: Table<ExportJob>;
  readonly subscriptions: Table<Subscription>;
  readonly applications: Applications;
  /** What a second administrator has to approve. */
  readonly approvalsDemanded: Set<ApprovalType>;
  readonly approvalRequests: Table<ApprovalRequest>;
  /** What people made of alerts and incidents, by index. */
  readonly alertTriage: Map<number, Triage>;
  readonly incidentTriage: Map<number, Triage>;
  /** Mail that left the tenant's mailboxes. */
  readonly sentMail: SentMail[];
  /** Words that came with an action of Defender, by the index of the action. */
  readonly actionNotes: Map<number, ActionNotes>;
}

export interface SentMail {
  /** The mailbox, as the caller named it. */
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

export interface ActionNotes {
  readonly comment: string;
  readonly requestor: string;
  readonly externalId: string | null;
  readonly cancelledBy?: { readonly requestor: string; readonly comment: string; readonly time: number };
}

export interface TenantOptions {
  readonly id: string;
  readonly displayName: string;
  readonly domain?: string;
  readonly seed: number;
  readonly fleet: Fleet;
}

export function createTenant({
  id,
  displayName,
  domain = 'contoso.example',
  seed,
  fleet: model,
}: TenantOptions): Tenant {
  const fleet = { ...model, names: rememberedNames(model.names) };
  const table = <Value extends object>(kind: (typeof keptKinds)[number]) =>
    createTable<Value>((number) => fleet.ids.of('other', number, keptKinds.indexOf(kind)));
  const tenant: Tenant = {
    id,
    displayName,
    domain,
    fleet,
    autopilot: createAutopilot({ fleet, firstTag: (device) => groupTag(profileOf(seed, device)) }),
    changes: createChangeLog(),
    groupFacts: new Map(),
    disabledUsers: new Set(),
    deletedDevices: new Set(),
    updateRings: table('updateRing'),
    autopilotProfiles: table('autopilotProfile'),
    exportJobs: table('exportJob'),
    subscriptions: table('subscription'),
    applications: createApplications(id),
    approvalsDemanded: new Set(),
    approvalRequests: table('approvalRequest'),
    alertTriage: new Map(),
    incidentTriage: new Map(),
    sentMail: [],
    actionNotes: new Map(),
  };
  followFleet(tenant);
  return tenant;
}

/** Kinds that callers make share one kind of id; their place here tells them apart. Append only. */
const keptKinds = [
  'none',
  'upload',
  'subscription',
  'updateRing',
  'autopilotProfile',
  'exportJob',
  'approvalRequest',
] as const;
