import type { Substitution } from './sources.ts';
import type { TrafficName } from './traffic.ts';

/** A bug planted into the product's sources, and a seed under which some invariant is broken by it. */
export interface Mutant {
  readonly name: string;
  readonly edits: readonly Substitution[];
  /** Under which it shows. */
  readonly traffic: TrafficName;
  /** Found by `npm run chaos -- --mutants`. */
  readonly seed: number;
}

type OfOnePassage = (name: string, seed: number, file: string, find: string, replace: string) => Mutant;

const under =
  (traffic: TrafficName): OfOnePassage =>
  (name, seed, file, find, replace) => ({ name, traffic, edits: [{ file, find, replace }], seed });

const one = under('tenants');
const inStory = under('story');

const MUTANTS: readonly Mutant[] = [
  one(
    'keeps no inbox record',
    3,
    'shared/state/transaction.ts',
    '...once.map((id) => ({ create: inboxDocument(partition, id) })),',
    '',
  ),
  one(
    'ignores the ETag that a caller quotes',
    70,
    'shared/state/change.ts',
    'if (ifMatch !== undefined && current?.etag !== ifMatch) throw',
    'if (ifMatch !== undefined && !current) throw',
  ),
  one(
    'settles messages before it has saved what they say',
    15,
    'shared/bus/consume-batch.ts',
    'await beforeDeadline(run, [',
    'void beforeDeadline(run, [',
  ),
  {
    name: 'publishes events before they are committed',
    traffic: 'tenants',
    seed: 5,
    edits: [
      {
        file: 'shared/bus/open-bus.ts',
        find: '  return {\n    publish: ',
        replace:
          '  (globalThis.publishEarly ??= {})[service] = async (events) => publish(await senderOf(TOPIC_OF[service]), events);\n  return {\n    publish: ',
      },
      {
        file: 'shared/state/save.ts',
        find: "await crashPoint('before-commit');",
        replace: "await globalThis.publishEarly?.[service]?.(events); await crashPoint('before-commit');",
      },
    ],
  },
  one(
    'sends a retry copy under the MessageId of the message',
    14,
    'shared/bus/failure.ts',
    'const messageId = retryMessageId(message.messageId, attempt);',
    'const messageId = message.messageId;',
  ),
  one(
    'sends a retry copy to the topic',
    14,
    'shared/bus/open-bus.ts',
    'sendCopy: (copy) => sendToInbox(copyMessageOf(copy)),',
    'sendCopy: async (copy) => (await senderOf(TOPIC_OF[service])).sendMessages(copyMessageOf(copy)),',
  ),
  {
    name: 'seals a record twice',
    traffic: 'tenants',
    seed: 1,
    edits: [
      { file: 'shared/state/seals.ts', find: '.filter((leaf) => !leaves.has(leafKey(leaf)))', replace: '' },
      {
        file: 'shared/state/seals.ts',
        find: 'if (attempt === MAX_ATTEMPTS - 1',
        replace: 'if (outcome.saved) break; if (attempt === MAX_ATTEMPTS - 1',
      },
    ],
  },
  one(
    'lets an older event win in a projection',
    21,
    'shared/state/apply.ts',
    'event.sequence < sequence || (event',
    '(event',
  ),
  one(
    'does not keep the answer of a write',
    2,
    'shared/functions/http/idempotency.ts',
    'await idempotency.complete(tenantId, call.commandId, answer as unknown as Json);',
    'await idempotency.release(tenantId, call.commandId);',
  ),
  one(
    'goes on with the feed when it could not publish',
    307,
    'shared/state/feed.ts',
    'const tooLarge = await publish(documents.map(({ event }) => event));',
    'const tooLarge = await publish(documents.map(({ event }) => event)).catch(() => []);',
  ),
  one(
    'takes a lost race for saved',
    21,
    'shared/state/save.ts',
    'if (!isInbox) return undefined;',
    'if (!isInbox) return { known, events: [], saved: false };',
  ),
  one(
    'drops what it failed to handle',
    14,
    'shared/bus/failure.ts',
    '    await (at === undefined ? sendLater(context, message, event) : sendAt(context, message, event, at));\n',
    '',
  ),
  one(
    'lets whoever is signed in operate every tenant',
    3,
    'shared/functions/access/tenant-scope.ts',
    'if (!tenant || !mayOperate(caller, tenant)) throw',
    'if (!tenant) throw',
  ),
  inStory(
    'sends hashes again without looking whether they have arrived',
    1,
    'services/device-registration/autopilot/upload-hashes.event.ts',
    'importIdOf(id), hashes, maybeSentAt });',
    'importIdOf(id), hashes, maybeSentAt: undefined });',
  ),
  inStory(
    'asks Defender once more when the isolation is confirmed',
    1,
    'services/security-alert-responder/isolations/drive-isolation.event.ts',
    "    case 'confirmed':\n    case 'failed':",
    "    case 'confirmed':\n      await sendAction(urgent(context, 'once more'), isolation, undefined);\n    case 'failed':",
  ),
  inStory(
    'lets whoever asks approve as well',
    1,
    'shared/approvals/approval.ts',
    '  if (isSamePerson(approval.requestedBy, by)) throw approverIsRequester();\n',
    '',
  ),
  inStory(
    'leaves devices in a second ring',
    1,
    'services/update-orchestrator/rings/repairs.ts',
    "remove: known.filter(({ now, isOwn, isLeaving }) => now === 'member' && !isOwn && !isLeaving),",
    'remove: [],',
  ),
  inStory(
    'opens a ticket for each message about an incident',
    1,
    'services/ticket-router/incidents/incident-tickets.store.ts',
    'const id = ticketIdOf(news.incidentId, incident.episode);',
    'const id = ticketIdOf(source.eventId, 1);',
  ),
];

/** Those that show in a kind of traffic. */
export const mutantsOf = (traffic: TrafficName): readonly Mutant[] =>
  MUTANTS.filter((each) => each.traffic === traffic);
