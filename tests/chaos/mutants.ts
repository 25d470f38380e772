import type { Substitution } from './sources.ts';

/** A bug planted into the product's sources, and a seed under which some invariant is broken by it. */
export interface Mutant {
  readonly name: string;
  readonly edits: readonly Substitution[];
  /** Found by `npm run chaos -- --mutants`. */
  readonly seed: number;
}

const one = (name: string, seed: number, file: string, find: string, replace: string): Mutant => ({
  name,
  edits: [{ file, find, replace }],
  seed,
});

export const MUTANTS: readonly Mutant[] = [
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
];

/** As few services as tell each other something: a bug in what they share shows between two as well as between five. */
export const MUTANT_SERVICES = ['device-registration', 'health-monitor'] as const;
